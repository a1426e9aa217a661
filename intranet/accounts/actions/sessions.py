"""What goes on record of sign-in."""

from __future__ import annotations

from django.db import transaction

from intranet.audit import actions as audit
from intranet.live import publish

from ..models import User


def tell_signed_up(*, user: User) -> None:
    """Put on record that `user` made an account by themselves: it opens nothing yet."""
    audit.record(user, "account.opened", user)


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


def tell_role_changed(*, by: User | None, user: User, role: str, given: bool) -> None:
    """Put on record that a role was given to `user` by the admin, or taken; what is open is asked again: it may now
    want a second factor.
    """
    with transaction.atomic():
        audit.record(by, "role.given" if given else "role.taken", user, role=role)
        publish.recheck_user(user.pk)


def tell_password_changed(*, user: User) -> None:
    """Put on record that the password of `user` changed; all their sockets close."""
    with transaction.atomic():
        audit.record(user, "password.changed", user)
        publish.revoke_user(user.pk)
