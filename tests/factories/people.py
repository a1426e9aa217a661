"""People of every kind."""

import time

import factory
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group

from intranet.accounts import second_factor
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


def enrol(user):
    """Give `user` an authenticator application; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret):
    """What the application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_factor(client, user):
    """Make the session of `client` one where `user` has just given a second factor."""
    _recorded(client, user, {"method": "mfa", "type": "totp"})


def confirm(client, user, ago=0):
    """Make the session of `client` one where `user` said again who they are, `ago` seconds ago."""
    _recorded(client, user, {"method": "password"}, ago)


def _recorded(client, user, said, ago=0):
    session = client.session
    session[second_factor.RECORDS] = [{**said, "at": time.time() - ago, "reauthenticated": True}]
    session[second_factor.RECORDS_OF] = str(user.pk)
    session.save()
