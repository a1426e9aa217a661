"""What people lead and own goes on after them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.plugs import Held, Stewardship, plugged
from intranet.core.policies import require
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation

from ..models import Membership, User
from ..notification_types import HandedOver
from ..policies import can_manage_membership


@dataclass(frozen=True)
class Kept:
    """What a person leads or owns in one part of the house."""

    plug: Stewardship
    things: list[Held]


def kept_by(*, person: User, organisation: Organisation, reader: User | None) -> list[Kept]:
    """Everything `person` leads or owns that has to do with `organisation`, as `reader` may know it."""
    kept = [Kept(plug, list(plug.held(person, organisation, reader))) for plug in plugged("register_stewardship")]
    return [each for each in kept if each.things]


def hand_over(*, by: User, membership: Membership, successor: User) -> None:
    """Give what a person leads in an organisation to another of its agents; the person stays.

    Effects: those of each part of the house, audit, the successor told. Raises PermissionDenied when `by` does not
    manage its agents, ValidationError when the successor is not one of them.
    """
    require(can_manage_membership(by, membership))
    check_successor(membership, successor)
    with transaction.atomic():
        pass_on(by=by, person=membership.user, organisation=membership.organisation, successor=successor, leaving=False)


def check_successor(membership: Membership, successor: User | None) -> None:
    """Raise ValidationError unless `successor` may take over: another agent of the same organisation, or nobody when
    nothing would be left without a lead.
    """
    organisation = membership.organisation
    if successor:
        if successor.pk == membership.user_id or not User.objects.of(organisation).filter(pk=successor.pk).exists():
            raise ValidationError({"successor": _("Choisissez un autre agent de la même collectivité.")})
    elif any(
        thing.alone
        for kept in kept_by(person=membership.user, organisation=organisation, reader=None)
        for thing in kept.things
        if kept.plug.hand_over
    ):
        raise ValidationError({"successor": _("Nommez un successeur : quelque chose resterait sans animateur.")})


def pass_on(
    *, by: User | None, person: User, organisation: Organisation, successor: User | None, leaving: bool
) -> None:
    """Have every part of the house pass on what `person` led. Called by actions that have asked who may.

    Effects: those of each part, audit, the successor told.
    """
    known: Any = kept_by(person=person, organisation=organisation, reader=None)
    for plug in plugged("register_stewardship"):
        if plug.hand_over:
            plug.hand_over(by=by, person=person, successor=successor, organisation=organisation, leaving=leaving)
    if successor and any(kept.plug.hand_over for kept in known):
        audit.record(by, "stewardship.handed_over", person, organisation=organisation, to=str(successor))
        notify(HandedOver, recipients=[successor], about=person, actor=by)


def outlive(*, by: User | None, people: Iterable[User]) -> None:
    """Have every part of the house go on without `people`, who may lead nothing any more and named nobody after them.

    Called by actions, in their transaction, that have asked who may. Effects: those of each part.
    """
    gone = list(people)
    for plug in plugged("register_stewardship") if gone else ():
        if plug.outlive:
            plug.outlive(by=by, people=gone)


def tell_out_of_pool(*, by: User | None, organisation: Organisation) -> None:
    """The organisation has just left the pool: its people who are no agents any more lead nothing (see `outlive`).

    Called by the signal that saw it.
    """
    people = User.objects.filter(memberships__in=Membership.objects.active().filter(organisation=organisation))
    still = User.objects.agents()
    with transaction.atomic():
        outlive(by=by, people=people.exclude(pk__in=still.values("pk")).exclude(is_superuser=True, is_active=True))
