"""What people do with documents: file, replace, describe, take away."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import atomic_with_files, discard, store
from intranet.files.intake import Checked, check
from intranet.files.intake.names import title_of
from spaces.workspaces.models import SpacePage

from .constants import Audience
from .models import Document, Version
from .policies import can_add_document, can_delete_document, can_edit_document, can_replace_document


def add_document(
    *,
    author: User,
    space: SpacePage,
    upload: File[Any] | Checked,
    title: str = "",
    description: str = "",
    audience: str = Audience.SPACE,
) -> Document:
    """File `upload` in `space`; without a title, its name makes one.

    Effects: the bytes, a document and its first version, its words asked for, audit, the space becomes active.
    Raises PermissionDenied, or `FileRefused` (a ValidationError) that says why the file is not taken.
    """
    require(can_add_document(author, space, audience))
    checked = _checked(upload)
    with atomic_with_files():
        now = timezone.now()
        document = Document.objects.create(
            space=space, title=title or title_of(checked.name), description=description, audience=audience,
            author=author, created_at=now, updated_at=now,
        )  # fmt: skip
        _put(document, checked, author, note="")
        audit.record(author, "document.added", document, file=checked.name)
    return document


def add_version(*, author: User, document: Document, upload: File[Any] | Checked, note: str = "") -> Version:
    """File a new state of `document` under the same address. Effects and refusals as `add_document`'s."""
    require(can_replace_document(author, document))
    checked = _checked(upload)
    with atomic_with_files():
        Document.objects.select_for_update().get(pk=document.pk)
        version = _put(document, checked, author, note=note)
        audit.record(author, "document.replaced", document, file=checked.name, version=version.number)
    return version


def deposit(*, author: User, space: SpacePage, upload: File[Any] | Checked) -> tuple[Document, bool]:
    """File `upload`: as a new version of the document that has its name there, or as a new document (and then True).

    A picture is always a new document: phones call every photo the same.
    """
    checked = _checked(upload)
    named = Document.objects.filter(space=space, current__file__name__iexact=checked.name)
    known = None if checked.kind.family == "image" else named.select_related("space").order_by("pk").first()
    if known and can_replace_document(author, known):
        add_version(author=author, document=known, upload=checked)
        return known, False
    return add_document(author=author, space=space, upload=checked), True


def edit_document(
    *, editor: User, document: Document, title: str, description: str = "", audience: str = Audience.SPACE
) -> None:
    """Change how `document` is called, described, and how far it may be attached. Effects: audit."""
    require(can_edit_document(editor, document))
    if audience != document.audience:
        require(can_add_document(editor, document.space, audience))
    with transaction.atomic():
        document.title, document.description, document.audience = title, description, audience
        document.updated_at = timezone.now()
        document.save(update_fields=["title", "description", "audience", "updated_at"])
        audit.record(editor, "document.edited", document, audience=audience)


def delete_document(*, actor: User, document: Document) -> None:
    """Take `document` away, every version of it. Effects: audit, its bytes deleted; messages lose what they joined."""
    require(can_delete_document(actor, document))
    with transaction.atomic():
        audit.record(actor, "document.deleted", document, author=str(document.author))
        files = [version.file for version in document.versions.select_related("file")]
        document.delete()
        for stored in files:
            discard(stored)


def remove_with_space(space: SpacePage) -> None:
    """A space goes for good, and its documents and their bytes with it. The caller's transaction records it."""
    for document in Document.objects.filter(space=space):
        files = [version.file for version in document.versions.select_related("file")]
        document.delete()
        for stored in files:
            discard(stored)


def _put(document: Document, checked: Checked, author: User, note: str) -> Version:
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    stored = store(checked)
    now = timezone.now()
    version = Version.objects.create(
        document=document, number=last + 1, file=stored, author=author, note=note, created_at=now
    )
    document.current, document.updated_at = version, now
    document.save(update_fields=["current", "updated_at"])
    SpacePage.objects.filter(pk=document.space_id).update(active_at=now)
    return version


def _checked(upload: File[Any] | Checked) -> Checked:
    return upload if isinstance(upload, Checked) else check(upload)
