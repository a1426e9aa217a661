"""Inside the process that reads one file: little memory, little time, nothing to write to."""

import contextlib
import re
import resource
import sys
from collections.abc import Callable, Iterable
from typing import BinaryIO

MAX_TEXT = 500_000
MEMORY, SECONDS = 2**30, 40
UNREADABLE = 3
# What is said of a file that opens with a password only.
LOCKED = "locked"
# PostgreSQL refuses zeros; the rest are of no word.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def run(words: Callable[[BinaryIO], Iterable[str]]) -> None:
    """Write to standard output the words of the file on standard input, 500,000 characters at most."""
    _limit()
    try:
        text = joined(words(sys.stdin.buffer))
    except Exception as error:  # whatever a reader raises, the file is unreadable
        sys.stderr.write(f"{type(error).__name__}: {error}"[:500])
        sys.exit(UNREADABLE)
    sys.stdout.buffer.write(text.encode())


def joined(pieces: Iterable[str]) -> str:
    """The pieces, cleaned, with single spaces and no empty line, cut at the limit."""
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(_CONTROL.sub(" ", piece))
        length += len(piece)
        if length > MAX_TEXT:
            break
    lines = (" ".join(line.split()) for line in "".join(kept).splitlines())
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


def _limit() -> None:
    for what, amount in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # some systems do not limit all of it
            resource.setrlimit(what, (amount, amount))
