"""Documents from a folder to another, and from a space to another."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from spaces.workspaces.models import SpacePage

from ..models import Document, Folder
from ..policies import can_move_document
from .filing import locked
from .room import bytes_of, require_room
from .tags import forget_unused_tags, set_tags


def move_document(
    *,
    mover: User,
    document: Document,
    space: SpacePage | None = None,
    folder: Folder | None = None,
    before: str = "",
) -> None:
    """Put `document` in `folder` (None: at the top) of `space` (None: its own).

    In another space it is read by who reads that one; messages of the first no longer show it, its tags follow.
    `before` is the `place` that was seen. Effects: audit. Raises PermissionDenied, `FileRefused` when there is no room
    for it there, ValidationError (code `changed`) when somebody moved it since.
    """
    destination = space or document.space
    require(can_move_document(mover, document, destination))
    require(folder is None or folder.space_id == destination.pk)
    with transaction.atomic():
        row = locked(document)
        require(not row.binned_at)
        if before and before != row.place:
            raise ValidationError(_("Quelqu’un vient de le déplacer."), code="changed")
        origin, tags = row.space, [tag.name for tag in row.tags.all()]
        if destination.pk != origin.pk:
            require_room(destination, None, bytes_of(row.versions.all()), hold=True)
        row.space, row.folder = destination, folder
        row.save(update_fields=["space", "folder"])
        if destination.pk != origin.pk:
            set_tags(row, tags)
            forget_unused_tags(origin)
        audit.record(
            mover, "document.moved", row, out_of=origin.title, into=destination.title, folder=str(folder or "")
        )
