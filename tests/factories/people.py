"""People of every kind."""

import factory
from django.contrib.auth.models import Group

from intranet.accounts.constants import EDITORS_GROUP, MembershipRole
from intranet.accounts.models import Membership, User

from .places import OrganisationFactory

PASSWORD = "un-mot-de-passe-long"


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody with an account and no place: pending."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Prénom{n}")
    last_name = factory.Sequence(lambda n: f"Nom{n}")
    email = factory.Sequence(lambda n: f"personne{n}@exemple.example")
    password = factory.django.Password(PASSWORD)


def AgentFactory(organisation=None, role=MembershipRole.AGENT, **fields):
    """An agent of `organisation` (a new commune of the pool when not given)."""
    user = UserFactory(**fields)
    Membership.objects.create(user=user, organisation=organisation or OrganisationFactory(), role=role)
    return user


def editor(**kwargs):
    """An agent who edits the métropole's pages."""
    user = AgentFactory(**kwargs)
    user.groups.add(Group.objects.get_or_create(name=EDITORS_GROUP)[0])
    return user
