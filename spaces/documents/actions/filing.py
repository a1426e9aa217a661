"""What every act that keeps a file of a document does."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db.models import Max
from django.utils import timezone

from intranet.accounts.models import User
from intranet.core.policies import require
from intranet.files.actions import store
from intranet.files.intake import Checked, check
from intranet.files.models import StoredFile
from spaces.workspaces.models import SpacePage

from ..models import Document, Version
from .room import require_room


def checked(upload: File[Any] | Checked) -> Checked:
    """`upload`, looked into if it was not yet. Raises `FileRefused`."""
    return upload if isinstance(upload, Checked) else check(upload)


def put(
    document: Document, content: Checked | StoredFile, author: User, *, note: str = "", aside: bool = False
) -> Version:
    """Make `content` the next version of `document`, and what one reads unless `aside`. Its row is locked already.

    Effects: the bytes when they are new, a version, the document and its space are of now. Raises `FileRefused` when
    there is no room for them, PermissionDenied when nobody writes in the space any more.
    """
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    stored = content if isinstance(content, StoredFile) else _stored(document, content, author)
    now = timezone.now()
    version = Version.objects.create(
        document=document, number=last + 1, file=stored, author=author, organisation=author.primary_organisation,
        note=note, aside=aside, created_at=now,
    )  # fmt: skip
    if not aside:
        document.current, document.updated_at = version, now
        document.save(update_fields=["current", "updated_at"])
    require(SpacePage.objects.note_activity(document.space_id, now))
    return version


def _stored(document: Document, content: Checked, author: User) -> StoredFile:
    """Asked before the bytes travel, and once more where nobody else can take the room meanwhile."""
    owner = author.primary_organisation
    require_room(document.space, owner, content.content.size)
    stored = store(content)
    require_room(document.space, owner, stored.size, hold=True)
    return stored


def locked(document: Document) -> Document:
    """The row of `document`, held until the end of the transaction."""
    row: Document = Document.everywhere.select_for_update(of=("self",)).get(pk=document.pk)
    return row
