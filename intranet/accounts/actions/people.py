"""What is done with an account."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.files.actions import atomic_with_files, discard, store
from intranet.files.intake import Checked
from intranet.live import publish
from intranet.organisations.models import Organisation

from ..models import User
from .stewardship import outlive


class StaleProfile(Exception):
    """The profile was saved elsewhere since this form of it was opened."""


def edit_profile(
    *,
    user: User,
    fields: dict[str, Any],
    photo: Checked | None = None,
    without_photo: bool = False,
    base: int | None = None,
) -> None:
    """Keep what `user` says of themselves (names of `ProfileForm`), who sees it, and their photo.

    `base` is the `profile_version` that was opened. Effects: the photo's bytes, those of the former one deleted; the
    search entry follows. Raises StaleProfile when it was saved since, ValidationError when the photo is no picture.
    """
    if photo and photo.kind.family != "image":
        raise ValidationError({"photo": _("Une photo est une image : JPEG, PNG ou WebP.")})
    with atomic_with_files():
        row = User.objects.select_for_update(of=("self",)).select_related("photo").get(pk=user.pk)
        if base is not None and base != row.profile_version:
            raise StaleProfile
        former = row.photo if photo or without_photo else None
        if photo or without_photo:
            fields = {**fields, "photo": store(photo) if photo else None}
        fields = {**fields, "profile_version": row.profile_version + 1}
        for name, value in fields.items():
            setattr(row, name, value)
            setattr(user, name, value)
        row.save(update_fields=list(fields))
        if former:
            discard(former)


def close_account(*, by: User | None, user: User, left: Organisation | None = None) -> None:
    """Close the account: nobody signs in with it any more, what it wrote stays signed, « a quitté » its last place.

    Effects: audit, sockets closed; what would be left without a lead goes on with somebody else (`outlive`).
    """
    with transaction.atomic():
        user.is_active, user.left_note = False, left.short_name if left else ""
        user.save(update_fields=["is_active", "left_note"])
        audit.record(by, "account.closed", user)
        outlive(by=by, people=[user])
        publish.revoke_user(user.pk)


def tell_deleted(*, by: User | None, user: User) -> None:
    """The account is about to be deleted for good: it closes first, so that what its person led goes on.

    Called by the signal that saw it. Effects: those of `close_account`, audit.
    """
    with transaction.atomic():
        if user.is_active:
            close_account(by=by, user=user)
        audit.record(by, "account.deleted", user)
