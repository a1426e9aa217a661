"""Taking out of documents what the antivirus found infected."""

from __future__ import annotations

from django.db import transaction

from intranet.audit import actions as audit
from intranet.files.actions import release
from intranet.files.models import ScanState, StoredFile
from intranet.notifications.actions import notify

from ..models import Document, Infection, Version
from ..notification_types import FileInfected
from .filing import locked
from .tags import forget_unused_tags


def remove_infected() -> int:
    """Take infected files out of their documents, which go back to their last sound version, or go. Returns how many.

    For the sweep; idempotent. Effects: audit, who sent each is told.
    """
    infected = StoredFile.objects.filter(scan_state=ScanState.INFECTED, versions__isnull=False)
    files = list(infected.defer("text").distinct().order_by("pk"))
    for stored in files:
        with transaction.atomic():
            _remove(stored)
    return len(files)


def _remove(stored: StoredFile) -> None:
    sent = stored.versions.select_related("document__space", "author").order_by("pk")
    first = sent.first()
    if first is None:
        return
    for pk in sorted(set(sent.values_list("document_id", flat=True))):
        document = locked(Document(pk=pk))
        audit.record(None, "document.infected", document, file=stored.name, found=stored.scan_found)
        _without(document, stored)
    infection = Infection.objects.create(
        space=first.document.space, author=first.author, name=stored.name, found=stored.scan_found
    )
    notify(FileInfected, recipients=[first.author], about=infection)
    release([stored])


def _without(document: Document, stored: StoredFile) -> None:
    sound: list[Version] = list(document.versions.exclude(file=stored).exclude(file__scan_state=ScanState.INFECTED))
    if not sound:
        files = [version.file for version in document.versions.select_related("file").defer("file__text")]
        space = document.space
        document.delete()
        forget_unused_tags(space)
        release(files)
        return
    if document.current is not None and document.current.file_id == stored.pk:
        # What was never read comes last; it is read now, for there is nothing else.
        last = sorted(sound, key=lambda version: (not version.aside, version.number))[-1]
        document.current = last
        document.save(update_fields=["current"])
        if last.aside:
            last.aside = False
            last.save(update_fields=["aside"])
    document.versions.filter(file=stored).delete()
