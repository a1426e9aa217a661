"""Keeping bytes, letting them go, and learning their words."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import partial
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intranet.core.jobs import nudge

from .extraction.isolation import Stopped, Unreadable, words_of
from .intake import Checked, check
from .models import STORE, StoredFile, TextState
from .thumbnails import forget_thumbnails

MAX_ATTEMPTS = 3
# A reader that was tried this long ago and left no word was killed with its worker.
RETRY = timedelta(minutes=10)
# One run of the sweep: the next takes over.
RUN_SECONDS = 300
# A file without a row may be of a transaction that is not over.
ORPHAN = timedelta(days=1)
logger = logging.getLogger(__name__)
_written: ContextVar[list[str] | None] = ContextVar("written", default=None)


@contextmanager
def atomic_with_files() -> Iterator[None]:
    """`transaction.atomic()` in which files are stored: when it is rolled back, their bytes go too."""
    outer, mine = _written.get(), list[str]()
    token = _written.set(mine)
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for name in mine:
            default_storage.delete(name)
        raise
    finally:
        _written.reset(token)
    if outer is not None:
        outer.extend(mine)


def store(upload: File[Any] | Checked) -> StoredFile:
    """Keep an upload under a random name and return its row; one that was checked already is not checked again.

    Effects: the bytes, a row, its words asked for. Raises `FileRefused`. Call it inside `atomic_with_files`; what a
    killed process leaves behind is swept away by `prune_orphans`.
    """
    checked = upload if isinstance(upload, Checked) else check(upload)
    content = checked.content
    stored = StoredFile(
        name=checked.name,
        mime_type=checked.kind.mime_type,
        extension=checked.kind.extension,
        sha256=_digest(content),
        width=checked.width,
        height=checked.height,
        text_state=TextState.NONE if checked.kind.family == "image" else TextState.WAITING,
    )
    content.seek(0)
    stored.content.save(checked.name, content, save=False)
    if (written := _written.get()) is not None:
        written.append(str(stored.content.name))
    stored.size = stored.content.size
    stored.save()
    if stored.text_state == TextState.WAITING:
        nudge("files.extract")
    return stored


def discard(stored: StoredFile) -> None:
    """Delete a file that nothing points at any more: its row now, its bytes once the transaction is kept."""
    name = str(stored.content.name)
    stored.delete()
    transaction.on_commit(partial(_delete_bytes, name))


def read_waiting_texts() -> int:
    """Learn the words of files that wait for it, the oldest first, for five minutes at most. Returns how many.

    Idempotent: each is claimed before it is read, so that two workers never read one; given up after three attempts.
    """
    began, count = time.monotonic(), 0
    _give_up()
    while time.monotonic() - began < RUN_SECONDS:
        stored = _claim_next()
        if stored is None:
            return count
        _learn(stored)
        count += 1
    nudge("files.extract")
    return count


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
                _delete_bytes(name)
                count += 1
    return count


def _discard_unowned() -> int:
    owners = {f"{relation.name}__isnull": True for relation in StoredFile._meta.related_objects}
    unowned = list(StoredFile.objects.filter(created_at__lt=timezone.now() - ORPHAN, **owners).defer("text"))
    for stored in unowned:
        discard(stored)
    return len(unowned)


def _give_up() -> None:
    """What was tried often enough without a word back killed its worker each time."""
    tried = StoredFile.objects.filter(text_tried_at__lt=timezone.now() - RETRY, text_attempts__gte=MAX_ATTEMPTS)
    for stored in tried.filter(text_state=TextState.WAITING):
        stored.text_state = TextState.FAILED
        stored.save(update_fields=["text_state"])


def _claim_next() -> StoredFile | None:
    now = timezone.now()
    free = Q(text_tried_at=None) | Q(text_tried_at__lt=now - RETRY)
    waiting = StoredFile.objects.filter(free, text_state=TextState.WAITING, text_attempts__lt=MAX_ATTEMPTS)
    for stored in waiting.defer("text").order_by("pk")[:50]:
        mine = StoredFile.objects.filter(free, pk=stored.pk, text_attempts=stored.text_attempts)
        stored.text_attempts += 1
        stored.text_tried_at = now
        if mine.update(text_attempts=stored.text_attempts, text_tried_at=now):
            return stored
    return None


def _learn(stored: StoredFile) -> None:
    try:
        with stored.content.open("rb") as file:
            stored.text = words_of(file, stored.extension)
        stored.text_state = TextState.DONE if stored.text else TextState.NONE
    except (Unreadable, FileNotFoundError) as error:
        logger.warning("No words in stored file %s: %s", stored.pk, error)
        stored.text_state = TextState.FAILED
    except Stopped as error:
        logger.warning("Reading stored file %s was stopped: %s", stored.pk, error)
        if stored.text_attempts < MAX_ATTEMPTS:
            return
        stored.text_state = TextState.FAILED
    # Saved, not updated: search hears of it.
    stored.save(update_fields=["text", "text_state"])


def _digest(content: File[Any]) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    for block in content.chunks():
        digest.update(block)
    return digest.hexdigest()


def _delete_bytes(name: str) -> None:
    default_storage.delete(name)
    forget_thumbnails(name)


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
