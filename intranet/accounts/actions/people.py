"""What is done with an account."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from intranet.audit import actions as audit
from intranet.live import publish
from intranet.organisations.models import Organisation

from ..models import User


def edit_profile(*, user: User, fields: dict[str, Any]) -> None:
    """Keep what `user` says of themselves (names of `ProfileForm`)."""
    with transaction.atomic():
        for name, value in fields.items():
            setattr(user, name, value)
        user.save(update_fields=list(fields))


def close_account(*, by: User | None, user: User, left: Organisation | None = None) -> None:
    """Close the account: nobody signs in with it any more, what it wrote stays signed, « a quitté » its last place.

    Effects: audit, sockets closed.
    """
    with transaction.atomic():
        user.is_active, user.left_note = False, left.short_name if left else ""
        user.save(update_fields=["is_active", "left_note"])
        audit.record(by, "account.closed", user)
        publish.revoke_user(user.pk)
