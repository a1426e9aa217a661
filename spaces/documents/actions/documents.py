"""Filing documents, and saying what they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import atomic_with_files, digest
from intranet.files.intake import Checked
from intranet.files.intake.names import title_of
from intranet.files.kinds import FileRefused
from spaces.workspaces.models import SpacePage

from ..constants import Audience
from ..models import Document, Folder
from ..policies import can_add_document, can_edit_document, can_replace_document
from .filing import checked, locked, put
from .tags import set_tags
from .versions import add_version


def add_document(
    *,
    author: User,
    space: SpacePage,
    upload: File[Any] | Checked,
    title: str = "",
    description: str = "",
    audience: str = Audience.SPACE,
    folder: Folder | None = None,
) -> Document:
    """File `upload` in `space`, in `folder` if it is one of the space; without a title, its name makes one.

    Effects: the bytes, a document and its first version, its words asked for, audit, the space becomes active.
    Raises PermissionDenied, or `FileRefused` (a ValidationError) that says why the file is not taken.
    """
    require(can_add_document(author, space, audience) and (folder is None or folder.space_id == space.pk))
    content = checked(upload)
    with atomic_with_files():
        now = timezone.now()
        document: Document = Document.objects.create(
            space=space, folder=folder, title=title or title_of(content.name), description=description,
            audience=audience, author=author, created_at=now, updated_at=now,
        )  # fmt: skip
        put(document, content, author)
        # Its space is held by now: nobody deletes the folder any more.
        if folder and not Folder.objects.filter(pk=folder.pk).exists():
            raise FileRefused(_("Son dossier vient d’être supprimé : déposez-le ailleurs."))
        audit.record(author, "document.added", document, file=content.name)
    return document


def deposit(
    *, author: User, space: SpacePage, upload: File[Any] | Checked, folder: Folder | None = None
) -> tuple[Document, bool]:
    """File `upload` in `folder`: as a new version of the document that has its name there, or as a new document (and
    then True).

    A picture is always a new document: phones call every photo the same. What the same person filed already, to the
    byte, is not filed twice: it was sent again because the first answer was lost.
    """
    content = checked(upload)
    require(can_add_document(author, space))
    named = Document.objects.filter(space=space, folder=folder, current__file__name__iexact=content.name)
    if there := named.filter(current__author=author, current__file__sha256=digest(content.content)).first():
        return there, False
    known = None if content.kind.family == "image" else named.select_related("space").order_by("pk").first()
    if known and can_replace_document(author, known):
        add_version(author=author, document=known, upload=content)
        return known, False
    return add_document(author=author, space=space, upload=content, folder=folder), True


def edit_document(
    *,
    editor: User,
    document: Document,
    title: str,
    description: str = "",
    audience: str = Audience.SPACE,
    tags: Iterable[str] | None = None,
    before: str = "",
) -> None:
    """Change how `document` is called, described, tagged (None leaves its tags), and how far it may be attached.

    `before` is the `fingerprint` that the editor saw. Effects: audit. Raises ValidationError (code `changed`) when
    someone changed it since: nothing is written over.
    """
    require(can_edit_document(editor, document))
    if audience != document.audience:
        require(can_add_document(editor, document.space, audience))
    with transaction.atomic():
        row = locked(document)
        require(not row.binned_at)
        if before and before != row.fingerprint:
            raise ValidationError(_("Quelqu’un vient de modifier cette fiche."), code="changed")
        row.title, row.description, row.audience = title, description, audience
        row.updated_at = timezone.now()
        row.save(update_fields=["title", "description", "audience", "updated_at"])
        if tags is not None:
            set_tags(row, tags)
        audit.record(editor, "document.edited", row, audience=audience)
