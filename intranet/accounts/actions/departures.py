"""Roles change, memberships end: by the organisation's referents, for others than themselves."""

from __future__ import annotations

import logging
from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.live import publish
from intranet.notifications.actions import notify
from intranet.notifications.models import Notification
from intranet.organisations.models import Organisation

from ..constants import MembershipRole
from ..models import Departure, Membership, Move, User
from ..notification_types import RoleChanged
from ..policies import can_manage_membership
from .people import close_account
from .stewardship import check_successor, pass_on

logger = logging.getLogger(__name__)


def change_role(*, by: User, membership: Membership, role: str) -> None:
    """Make an agent a referent, or a referent an agent again.

    Effects: audit, the person is told, their open pages are asked again. Raises PermissionDenied when `by` does not
    manage that organisation's agents or speaks of themselves, ValidationError when it would be left without a referent.
    """
    require(can_manage_membership(by, membership))
    if role not in MembershipRole.values:
        raise ValidationError({"role": _("Ce rôle n’existe pas.")})
    with transaction.atomic():
        row = held_today(membership)
        if row.role == role:
            return
        if role == MembershipRole.AGENT:
            keep_a_referent(by, row)
        row.role = role
        row.save(update_fields=["role"])
        audit.record(by, "membership.role_changed", row.user, organisation=row.organisation, role=role)
        _forget(row)
        notify(RoleChanged, recipients=[row.user], about=row, actor=by)
        publish.recheck_user(row.user_id)


def end_membership(*, by: User | None, membership: Membership, on: date, successor: User | None = None) -> None:
    """End a membership on the day `on`, at once when that is today; what the person led goes to `successor` that day.

    A person who belongs nowhere any more leaves: their account closes, what they wrote stays signed. `by` is None for
    the house itself. Effects: audit; on the day, see `settle`. Raises as `change_role` and `check_successor` do, and
    ValidationError on a day that is past.
    """
    if by:
        require(can_manage_membership(by, membership))
    today = timezone.localdate()
    if on < today:
        raise ValidationError({"on": _("Ce jour est passé : choisissez aujourd’hui ou plus tard.")})
    check_successor(membership, successor)
    with transaction.atomic():
        row = held_today(membership)
        keep_a_referent(by, row)
        row.ended_on = on
        row.save(update_fields=["ended_on"])
        departure, _made = Departure.objects.update_or_create(
            membership=row, defaults={"successor": successor, "decided_by": by, "settled_at": None}
        )
        Move.objects.waiting().filter(membership=row).update(answered_at=timezone.now(), accepted=None)
        audit.record(by, "membership.ended", row.user, organisation=row.organisation, on=on.isoformat())
        if on <= today:
            settle(departure=departure)


def cancel_departure(*, by: User, membership: Membership) -> None:
    """Forget a departure whose day has not come. Effects: audit. Nothing when there is none."""
    require(can_manage_membership(by, membership))
    with transaction.atomic():
        departure = Departure.objects.select_for_update().filter(membership=membership, settled_at=None).first()
        row = Membership.objects.active().filter(pk=membership.pk).first()
        if departure and row:
            departure.delete()
            row.ended_on = None
            row.save(update_fields=["ended_on"])
            audit.record(by, "membership.kept", row.user, organisation=row.organisation)


def settle_departures() -> int:
    """What ends today ends: one departure at a time; return how many. Run by the worker, and by anyone again.

    One that cannot be settled keeps no other waiting: it is logged, and tried again by the next run.
    """
    due = Departure.objects.filter(settled_at=None, membership__ended_on__lte=timezone.localdate())
    count = 0
    for pk in list(due.order_by("pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                departure = due.select_for_update(of=("self",)).filter(pk=pk).first()
                if departure:
                    settle(departure=departure)
                    count += 1
        except Exception:
            logger.exception("Departure %s is not settled", pk)
    return count


def settle(*, departure: Departure) -> None:
    """Do what a departure brings on its day, once: what the person led is passed on, who belongs nowhere leaves.

    Called in the caller's transaction. Effects: those of `pass_on`; account closed and signed as gone; open pages asked
    again.
    """
    membership = Membership.objects.select_related("organisation", "user").get(pk=departure.membership_id)
    person, organisation = User.objects.get(pk=membership.user_id), membership.organisation
    departure.settled_at = timezone.now()
    departure.save()
    by = departure.decided_by
    pass_on(by=by, person=person, organisation=organisation, successor=_still_there(departure), leaving=True)
    if person.is_active and not person.memberships.active().exists():
        close_account(by=by, user=person, left=organisation)
    publish.recheck_user(person.pk)


def held_today(membership: Membership) -> Membership:
    """`membership` as it is now, its organisation's agents held until the end of the transaction.

    Raises ValidationError when it has ended.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=membership.organisation_id)
    row: Membership | None = (
        Membership.objects.active().select_related("organisation", "user").filter(pk=membership.pk).first()
    )
    if not row:
        raise ValidationError(_("Cette personne a quitté sa collectivité entre-temps."))
    return row


def keep_a_referent(by: User | None, membership: Membership) -> None:
    """Raise ValidationError when `membership` is that of the last referent who stays, unless an editor decides."""
    if membership.role != MembershipRole.REFERENT or by is None or by.is_editor:
        return
    staying = Membership.objects.active().filter(organisation=membership.organisation_id, ended_on=None)
    others = staying.filter(role=MembershipRole.REFERENT, user__is_active=True).exclude(user=membership.user_id)
    if not others.exists():
        raise ValidationError(_("Une collectivité garde toujours un référent : nommez-en un autre d’abord."))


def _still_there(departure: Departure) -> User | None:
    """The successor, or who else can take over when they have left in the meantime: a referent."""
    membership = departure.membership
    there = User.objects.of(membership.organisation).exclude(pk=membership.user_id)
    named = there.filter(pk=departure.successor_id).first() if departure.successor_id else None
    found: User | None = (
        named or User.objects.referents_of(membership.organisation).exclude(pk=membership.user_id).first()
    )
    return found


def _forget(membership: Membership) -> None:
    """A role may change more than once: the former news is over."""
    kind = ContentType.objects.get_for_model(Membership)
    Notification.objects.filter(kind=RoleChanged.name, about_type=kind, about_id=membership.pk).delete()
