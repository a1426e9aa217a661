"""What a client may say: every frame is checked here before anything acts on it."""

from __future__ import annotations

import json
import re
from enum import IntEnum
from typing import Any, NamedTuple

MAX_FRAME = 65_536
# The server cuts off a larger one at once, and the client often sees no reason: the connection is reset under its feet.
# Up to here it is received, and told that it is too large.
MAX_MESSAGE = 4 * MAX_FRAME
MAX_ASKS = 100
MAX_SEQ = 2**53 - 1  # what a browser counts exactly
STREAM = re.compile(r"([a-z]{1,20}):([1-9][0-9]{0,17})")
OPS = frozenset({"sub", "unsub", "read", "typing", "ping"})


class Close(IntEnum):
    """Why the server closes: 4000–4499 come back, 4500–4999 do not."""

    OVERFLOW = 4008  # too slow to read: come back and resume
    UNREACHABLE = 4010  # the database cannot be asked
    TOO_MANY = 4029  # this person has too many sockets open
    REVOKED = 4401  # the session or account changed: come back and be recognised, or not
    FAULTS = 4500  # five faults
    SIGNED_OUT = 4501  # nobody is signed in here


class Ask(NamedTuple):
    """One thing a client asks for."""

    op: str
    stream: str = ""
    seq: int | None = None


class FaultyFrame(Exception):
    """A frame that is not followed; `code` goes back in an error frame."""

    def __init__(self, code: str, stream: str | None = None):
        super().__init__(code)
        self.code, self.stream = code, stream


def parse(text: str | None) -> list[Ask]:
    """What the frame `text` asks for: one object or an array of them. A binary frame has no text."""
    if text is None:
        raise FaultyFrame("malformed")
    if len(text) > MAX_FRAME or len(text.encode(errors="replace")) > MAX_FRAME:
        raise FaultyFrame("too_large")
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        raise FaultyFrame("malformed") from None
    asks = said if isinstance(said, list) else [said]
    if not 0 < len(asks) <= MAX_ASKS:
        raise FaultyFrame("malformed")
    return [_ask(each) for each in asks]


def _ask(said: Any) -> Ask:
    op = said.get("op") if isinstance(said, dict) else None
    if not isinstance(op, str) or op not in OPS:
        raise FaultyFrame("malformed")
    if op == "ping":
        return Ask(op)
    stream = said.get("stream")
    if not isinstance(stream, str) or not STREAM.fullmatch(stream):
        raise FaultyFrame("malformed")
    if op == "sub":
        return Ask(op, stream, _number(said.get("since"), stream, optional=True))
    if op == "read":
        return Ask(op, stream, _number(said.get("seq"), stream))
    return Ask(op, stream)


def _number(value: Any, stream: str, *, optional: bool = False) -> int | None:
    if value is None and optional:
        return None
    # A bool is an int in Python.
    if type(value) is not int or not 0 <= value <= MAX_SEQ:
        raise FaultyFrame("malformed", stream)
    return value
