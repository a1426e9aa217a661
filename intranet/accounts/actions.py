"""What is done with accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from intranet.audit import actions as audit
from intranet.live import publish
from intranet.organisations.models import Organisation

from .constants import MembershipRole
from .models import Membership, User


def edit_profile(*, user: User, fields: dict[str, Any]) -> None:
    """Keep what `user` says of themselves (names of `ProfileForm`)."""
    with transaction.atomic():
        for name, value in fields.items():
            setattr(user, name, value)
        user.save(update_fields=list(fields))


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


def detach(*, by: User | None, membership: Membership, on: date | None = None) -> None:
    """End a membership on the day `on` (today): its rights are gone from then.

    Effects: audit, open pages asked again.
    """
    with transaction.atomic():
        membership.ended_on = on or timezone.localdate()
        membership.save(update_fields=["ended_on"])
        audit.record(by, "membership.ended", membership.user, organisation=membership.organisation)
        publish.recheck_user(membership.user_id)


def close_account(*, by: User | None, user: User) -> None:
    """Close the account: nobody signs in with it any more, what it wrote stays signed.

    Effects: audit, sockets closed.
    """
    with transaction.atomic():
        user.is_active = False
        user.save(update_fields=["is_active"])
        audit.record(by, "account.closed", user)
        publish.revoke_user(user.pk)


def tell_signed_in(*, user: User) -> None:
    """Put on record that `user` is in."""
    audit.record(user, "session.opened")


def tell_signed_out(*, user: User, session_key: str | None) -> None:
    """Put on record that `user` left; the sockets of that session close."""
    with transaction.atomic():
        audit.record(user, "session.closed")
        if session_key:
            publish.revoke_session(session_key)


def tell_refused(*, address: str) -> None:
    """Put on record that somebody did not get in with `address`."""
    user = User.objects.filter(email=address.lower()).first()
    audit.record(None, "session.refused", user, address=address[:200])


def tell_password_changed(*, user: User) -> None:
    """Put on record that the password of `user` changed; all their sockets close."""
    with transaction.atomic():
        audit.record(user, "password.changed", user)
        publish.revoke_user(user.pk)
