"""New states of a document, and old ones taken up again."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import atomic_with_files
from intranet.files.intake import Checked

from ..models import Document, Version
from ..policies import can_replace_document
from .filing import checked, locked, put


def add_version(
    *, author: User, document: Document, upload: File[Any] | Checked, note: str = "", base: int | None = None
) -> Version:
    """File a new state of `document` under the same address. Effects and refusals as `add_document`'s.

    `base` is the number of the version that the author had before them: when it is no longer the one that is read,
    theirs is kept `aside` in the history, and replaces nothing.
    """
    require(can_replace_document(author, document))
    content = checked(upload)
    with atomic_with_files():
        row = locked(document)
        require(not row.binned_at)
        aside = base is not None and row.current is not None and row.current.number != base
        version = put(row, content, author, note=note, aside=aside)
        action = "document.set_aside" if aside else "document.replaced"
        audit.record(author, action, row, file=content.name, version=version.number)
    return version


def restore_version(*, author: User, document: Document, number: int, note: str = "") -> Version:
    """Take up again what version `number` was, as a new version: those between stay in the history.

    Effects: a version that shares the older one's file, audit. Twice is once. Raises PermissionDenied, or
    Version.DoesNotExist.
    """
    require(can_replace_document(author, document))
    with transaction.atomic():
        row = locked(document)
        require(not row.binned_at)
        old = row.versions.select_related("file").defer("file__text").get(number=number)
        if row.current is not None and row.current.file_id == old.file_id:
            return row.current
        words = note or _("Reprise de la version %(number)d") % {"number": number}
        version = put(row, old.file, author, note=words)
        audit.record(author, "document.restored_version", row, version=version.number, of=number)
    return version
