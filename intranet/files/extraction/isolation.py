"""Starting a reader in its own process, and ending it when it takes too long."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import Any

from django.conf import settings

from ..kinds import KINDS
from .child import LOCKED, UNREADABLE

SECONDS = 60
# Somebody waits for the answer.
LOCK_SECONDS = 10
READERS = {"pdf": "pdf", "odf": "office", "ooxml": "office", "text": "text"}


class Unreadable(Exception):
    """The file is no use to a reader: trying again would change nothing."""


class Stopped(Exception):
    """The reader took too long, too much memory, or was killed: it may go better another time."""


def words_of(file: Any, extension: str) -> str:
    """The words of the open `file`; empty when there are none. Raises `Unreadable` or `Stopped`."""
    reader = READERS.get(KINDS[extension].family)
    return _said_by(reader, file, SECONDS) if reader else ""


def is_locked(pdf: Any) -> bool:
    """Whether the open `pdf`, which says that it is encrypted, opens with a password only: one that forbids to print or
    to copy opens without. What cannot be told is not.
    """
    try:
        return _said_by("lock", pdf, LOCK_SECONDS) == LOCKED
    except (Unreadable, Stopped):
        return False


def _said_by(reader: str, file: Any, seconds: float) -> str:
    """What a reader, in a process of its own, writes of the open `file`. Raises `Unreadable` or `Stopped`."""
    with tempfile.TemporaryFile() as copy:
        for block in file.chunks():
            copy.write(block)
        copy.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 — our own modules, by name
                [sys.executable, "-m", f"{__package__}.{reader}"],
                stdin=copy,
                capture_output=True,
                timeout=seconds,
                cwd=settings.ROOT,
                # Nothing of our own environment: no secret is within reach of what reads a stranger's file.
                env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise Stopped("too long") from error
    if done.returncode == UNREADABLE:
        raise Unreadable(done.stderr.decode(errors="replace")[:500])
    if done.returncode:
        raise Stopped(f"exit {done.returncode}")
    return done.stdout.decode()
