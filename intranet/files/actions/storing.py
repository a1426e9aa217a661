"""Keeping bytes, and letting them go."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from intranet.core.jobs import nudge

from ..intake import Checked, check
from ..models import StoredFile, TextState
from ..thumbnails import forget_thumbnails

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

    Effects: the bytes, a row, its words asked for (the antivirus first, where there is one). Raises `FileRefused`. Call
    it inside `atomic_with_files`; what a killed process leaves behind is swept away by `prune_orphans`.
    """
    checked = upload if isinstance(upload, Checked) else check(upload)
    content = checked.content
    stored = StoredFile(
        name=checked.name,
        mime_type=checked.kind.mime_type,
        extension=checked.kind.extension,
        sha256=digest(content),
        width=checked.width,
        height=checked.height,
        text_state=TextState.WAITING if checked.kind.has_words else TextState.NONE,
    )
    content.seek(0)
    stored.content.save(checked.name, content, save=False)
    if (written := _written.get()) is not None:
        written.append(str(stored.content.name))
    stored.size = stored.content.size
    stored.save()
    if settings.CLAMAV_URL:
        nudge("files.scan")
    elif stored.text_state == TextState.WAITING:
        nudge("files.extract")
    return stored


def discard(stored: StoredFile) -> None:
    """Delete a file that nothing points at any more: its row now, its bytes once the transaction is kept."""
    name = str(stored.content.name)
    stored.delete()
    transaction.on_commit(partial(delete_bytes, name))


def release(files: Iterable[StoredFile]) -> int:
    """Discard those of `files` that nothing points at any more; the others stay. Returns how many went.

    For whoever deletes what pointed at them, in the same transaction.
    """
    unowned = list(unowned_files().filter(pk__in={stored.pk for stored in files}))
    for stored in unowned:
        discard(stored)
    return len(unowned)


def unowned_files() -> QuerySet[StoredFile]:
    """Files that nothing points at, whatever app it would be of."""
    owners = {f"{relation.name}__isnull": True for relation in StoredFile._meta.related_objects}
    return StoredFile.objects.filter(**owners).defer("text")


def delete_bytes(name: str) -> None:
    """Delete what is kept under `name`, and the small pictures made of it. Twice is once."""
    default_storage.delete(name)
    forget_thumbnails(name)


def digest(content: File[Any]) -> str:
    """The SHA-256 of `content`, read in blocks."""
    content.seek(0)
    digest = hashlib.sha256()
    for block in content.chunks():
        digest.update(block)
    return digest.hexdigest()
