"""Throwing documents away, taking them out of the bin, and emptying it when their days are over."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import release
from spaces.workspaces.models import SpacePage

from ..models import Document
from ..policies import can_delete_document, can_restore_document
from .filing import locked
from .tags import forget_unused_tags


def delete_document(*, actor: User, document: Document) -> None:
    """Put `document` in the bin of its space, every version of it: it is nowhere else from then on.

    Effects: audit. Twice is once.
    """
    require(can_delete_document(actor, document))
    with transaction.atomic():
        row = locked(document)
        if row.binned_at:
            return
        row.binned_at, row.binned_by = timezone.now(), actor
        row.save(update_fields=["binned_at", "binned_by"])
        audit.record(actor, "document.binned", row, author=str(row.author))


def restore_document(*, actor: User, document: Document) -> None:
    """Take `document` out of the bin, where it was and as it was. Effects: audit. Twice is once."""
    require(can_restore_document(actor, document))
    with transaction.atomic():
        row = locked(document)
        if not row.binned_at:
            return
        row.binned_at = row.binned_by = None
        row.save(update_fields=["binned_at", "binned_by"])
        audit.record(actor, "document.restored", row)


def destroy_document(*, actor: User, document: Document) -> None:
    """Make an end of a `document` that is in the bin, before its days are over.

    Effects: audit, its versions and their bytes deleted.
    """
    require(can_restore_document(actor, document))
    with transaction.atomic():
        _destroy(document, actor)


def purge_bin() -> int:
    """Make an end of what was thrown away more than `BIN_DAYS` ago. Returns how many. For the sweep; idempotent."""
    over = Document.everywhere.in_bin().filter(binned_at__lt=timezone.now() - timedelta(days=settings.BIN_DAYS))
    gone = 0
    for document in list(over.order_by("pk").only("pk")):
        with transaction.atomic():
            gone += _destroy(document, None)
    return gone


def remove_with_space(space: SpacePage) -> None:
    """A space goes for good, and its documents, those of the bin too, and their bytes with it.

    In the caller's transaction, which asks who may and records it.
    """
    for document in Document.everywhere.filter(space=space):
        files = [version.file for version in document.versions.select_related("file").defer("file__text")]
        document.delete()
        release(files)


def _destroy(document: Document, actor: User | None) -> bool:
    """Delete a document that is still in the bin, and those of its files that nothing else points at."""
    row = Document.everywhere.in_bin().select_for_update(of=("self",)).filter(pk=document.pk).first()
    if row is None:
        return False
    space = row.space
    audit.record(actor, "document.destroyed", row, author=str(row.author), space=space.title)
    files = [version.file for version in row.versions.select_related("file").defer("file__text")]
    row.delete()
    release(files)
    forget_unused_tags(space)
    return True
