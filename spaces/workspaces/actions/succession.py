"""What becomes of the spaces of somebody who moves or leaves."""

from __future__ import annotations

from django.db import transaction

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.organisations.models import Organisation

from ..constants import SpaceRole
from ..models import SpaceMembership, SpacePage


def pass_on_spaces(
    *, by: User | None, person: User, successor: User | None, organisation: Organisation, leaving: bool
) -> None:
    """Give what `person` leads on account of `organisation` to `successor`; the caller has asked who may.

    Staying, the person becomes a member of it. `leaving`, they lose the spaces that came with the organisation (all of
    them, when they belong nowhere any more), and the successor leads those that would be left without a lead; those
    that are for other organisations alone, or that nobody is left to take over, go to the first of their own members.
    Effects: memberships, audit; the caller has the person's open pages asked again.
    """
    with transaction.atomic():
        every = SpaceMembership.objects.current().filter(user=person)
        kept = every.kept_for(person, organisation)
        ours = set(kept.values_list("space", flat=True))
        if not leaving:
            held = kept.filter(role=SpaceRole.LEAD)
        else:
            held = kept.lost_without(person, organisation) if person.is_agent else every
        for membership in held.select_related("space").order_by("space"):
            space = membership.space
            SpacePage.objects.select_for_update(of=("self",)).get(pk=space.pk)
            others = space.memberships.current().filter(role=SpaceRole.LEAD, user__is_active=True)
            alone = membership.role == SpaceRole.LEAD and not others.exclude(user=person).exists()
            heir = successor if space.pk in ours else None
            if alone and not heir:
                heir = _first_member(space, person)
            if heir and (alone or not leaving):
                SpaceMembership.objects.update_or_create(
                    space=space, user=heir, defaults={"role": SpaceRole.LEAD, "ends_on": None}
                )
                audit.record(by, "space.handed_over", space, who=str(person), to=str(heir))
            if leaving:
                membership.delete()
                audit.record(by, "space.left", space, who=str(person))
            else:
                membership.role = SpaceRole.MEMBER
                membership.save(update_fields=["role"])


def _first_member(space: SpacePage, person: User) -> User | None:
    """Who has been a member of it for the longest time, and is an agent today."""
    members = space.memberships.current().filter(role=SpaceRole.MEMBER, user__in=User.objects.agents())
    first = members.exclude(user=person).select_related("user").order_by("joined_at", "pk").first()
    return first.user if first else None
