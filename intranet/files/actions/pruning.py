"""Sweeping away what nothing points at."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from ..models import STORE, StoredFile
from .storing import delete_bytes, discard, unowned_files

# A file without a row may be of a transaction that is not over.
ORPHAN = timedelta(days=1)


def prune_orphans() -> int:
    """Delete, a day after they came, files that nothing points at and bytes that have no row. Returns how many.

    They are what a killed process left, or what went with a larger thing (a space and all that is in it).
    """
    count = _discard_unowned()
    folders, _files = _listed(STORE)
    for folder in folders:
        names = {f"{STORE}/{folder}/{name}" for name in _listed(f"{STORE}/{folder}")[1]}
        known = set(StoredFile.objects.filter(content__in=names).values_list("content", flat=True))
        for name in names - known:
            if default_storage.get_modified_time(name) < timezone.now() - ORPHAN:
                delete_bytes(name)
                count += 1
    return count


def _discard_unowned() -> int:
    unowned = list(unowned_files().filter(created_at__lt=timezone.now() - ORPHAN))
    for stored in unowned:
        discard(stored)
    return len(unowned)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
