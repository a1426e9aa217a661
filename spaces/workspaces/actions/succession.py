"""What becomes of the spaces of somebody who moves or leaves."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation

from ..constants import Access, SpaceRole
from ..models import SpaceMembership, SpacePage
from ..notification_types import HandedOver, WithoutLead
from ..policies import can_read_space


def pass_on_spaces(
    *, by: User | None, person: User, successor: User | None, organisation: Organisation, leaving: bool
) -> None:
    """Give what `person` leads on account of `organisation` to `successor`; the caller has asked who may.

    Staying, the person becomes a member of it. `leaving`, they lose the spaces that came with the organisation (all of
    them, when they belong nowhere any more), and the successor leads those that would be left without a lead; those
    that are for other organisations alone, or that nobody is left to take over, go to the first of their own members;
    without any, administrators are told.
    Effects: memberships, audit, a first member told; the caller has the person's open pages asked again.
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
                heir = _first_member(space, [person])
                if heir:
                    _confide(by, space, heir, person)
            elif heir and (alone or not leaving):
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
            if alone and not heir:
                _call_administrators(space)


def outlive_leads(*, by: User | None, people: Iterable[User]) -> None:
    """`people` may lead no more, and nobody was named after them: their spaces that nobody else leads go to the first
    of their members, and without any, administrators are told. Who may lead again one day leads with them.

    The caller has asked who may. Effects: memberships, audit, the new leads or the administrators told.
    """
    led = SpaceMembership.objects.current().filter(user__in=people, role=SpaceRole.LEAD)
    alone = led.exclude(space__in=SpaceMembership.objects.leading().values("space"))
    with transaction.atomic():
        for membership in alone.select_related("space", "user").order_by("space", "joined_at", "pk"):
            space = membership.space
            SpacePage.objects.select_for_update(of=("self",)).get(pk=space.pk)
            if space.memberships.leading().exists():
                continue
            heir = _first_member(space, people)
            if heir:
                _confide(by, space, heir, membership.user)
            else:
                _call_administrators(space)


def _confide(by: User | None, space: SpacePage, heir: User, person: User) -> None:
    membership, _made = SpaceMembership.objects.update_or_create(
        space=space, user=heir, defaults={"role": SpaceRole.LEAD, "ends_on": None}
    )
    audit.record(by, "space.handed_over", space, who=str(person), to=str(heir))
    notify(HandedOver, recipients=[heir], about=membership)


def _call_administrators(space: SpacePage) -> None:
    notify(WithoutLead, recipients=User.objects.filter(is_superuser=True, is_active=True), about=space)


def _first_member(space: SpacePage, gone: Iterable[User]) -> User | None:
    """Who has been a member of it for the longest time, is an agent today and may read it."""
    members = space.memberships.current().filter(role=SpaceRole.MEMBER, user__in=User.objects.agents())
    members = members.exclude(user__in=gone).select_related("user").order_by("joined_at", "pk")
    # Between organisations, a member whose own is not listed any more comes in no longer.
    open_to_all = space.access != Access.ORGANISATIONS
    return next((each.user for each in members if open_to_all or can_read_space(each.user, space)), None)
