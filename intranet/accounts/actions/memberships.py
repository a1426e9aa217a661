"""Who belongs where: a membership begins, and ends."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from intranet.audit import actions as audit
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation

from ..constants import MembershipRole
from ..models import AttachmentRequest, Departure, Membership, User
from ..notification_types import AgentArrived


def attach(
    *,
    by: User | None,
    user: User,
    organisation: Organisation,
    role: str = MembershipRole.AGENT,
    since: date | None = None,
    primary: bool = True,
) -> Membership:
    """Make `user` belong to `organisation`. `by` is who decided: None for the house itself (import, demo).

    Effects: audit. Rights follow from the row, at the next request.
    """
    with transaction.atomic():
        membership = Membership.objects.create(
            user=user,
            organisation=organisation,
            role=role,
            is_primary=primary,
            started_on=since or timezone.localdate(),
        )
        audit.record(by, "membership.begun", user, organisation=organisation, role=role)
    return membership


def welcome(*, by: User | None, user: User, organisation: Organisation, actor: User) -> Membership:
    """Make `user` an agent of `organisation`, once: whose membership was to end stays, who is one already changes not.

    `by` decided it (nobody, for a verified domain), `actor` did it just now and is not told. Their first membership is
    the principal one; what they had asked elsewhere is over. Effects: audit, referents told.
    """
    with transaction.atomic():
        now = timezone.now()
        # One may come in by two doors at once.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        held = user.memberships.active()
        known: Membership | None = held.filter(organisation=organisation).first()
        if known:
            if known.ended_on:
                Departure.objects.filter(membership=known, settled_at=None).delete()
                known.ended_on = None
                known.save(update_fields=["ended_on"])
                audit.record(by, "membership.kept", user, organisation=organisation)
            return known
        membership = attach(by=by, user=user, organisation=organisation, primary=not held.exists())
        AttachmentRequest.objects.waiting().filter(user=user, organisation=organisation).update(
            answered_at=now, answered_by=by, accepted=True
        )
        AttachmentRequest.objects.waiting().filter(user=user).update(answered_at=now)
        notify(AgentArrived, recipients=User.objects.referents_of(organisation), about=membership, actor=actor)
    return membership
