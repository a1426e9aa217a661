"""Organisations and spaces."""

import factory

from intranet.organisations.models import Organisation
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import SpaceIndexPage, SpaceMembership, SpacePage


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A commune of the pool."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Ville de Villeneuve {n}")
    short_name = factory.LazyAttribute(lambda o: o.name.removeprefix("Ville de "))
    slug = factory.Sequence(lambda n: f"villeneuve-{n}")
    in_pool = True


_titles = iter(range(1, 1_000_000))


def make_space(*, access=Access.OPEN, organisations=(), lead=None, members=(), guests=(), **fields) -> SpacePage:
    """A space on the site, with its people."""
    fields.setdefault("title", f"Espace {next(_titles)}")
    space = SpacePage(access=access, slug=f"espace-{next(_titles)}", **fields)
    SpaceIndexPage.objects.get().add_child(instance=space)
    if organisations:
        space.organisations.set(organisations)
        space.save()
    for role, people in (
        (SpaceRole.LEAD, [lead] if lead else []),
        (SpaceRole.MEMBER, members),
        (SpaceRole.GUEST, guests),
    ):
        for person in people:
            SpaceMembership.objects.create(space=space, user=person, role=role)
    return space
