"""Asking ClamAV about a file: its INSTREAM command, over TCP or a socket of the machine."""

from __future__ import annotations

import contextlib
import socket
import struct
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

PORT = 3310
BLOCK = 64 * 1024
# To answer the call; to look into the largest file once it has it.
CALL_SECONDS, SCAN_SECONDS = 5, 120


class Unavailable(Exception):
    """The antivirus does not answer, or not as it should: it may another time."""


class Unscannable(Exception):
    """It answers, and says that it cannot look into this file."""


def scan(file: Any) -> str:
    """What ClamAV calls what it finds in the open `file`; nothing when it is clean.

    Raises `Unavailable` or `Unscannable`.
    """
    try:
        with _called() as line:
            answer = _answer(line, file)
    except OSError as error:
        raise Unavailable(str(error)) from error
    words = answer.decode(errors="replace").strip("\0\n ").removeprefix("stream: ")
    if words == "OK":
        return ""
    if words.endswith(" FOUND"):
        return words.removesuffix(" FOUND")
    if words.endswith("ERROR"):
        raise Unscannable(words)
    raise Unavailable(f"answered {words[:200]!r}")


def _called() -> socket.socket:
    address = urlsplit(settings.CLAMAV_URL)
    if address.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(CALL_SECONDS)
        try:
            line.connect(address.path)
        except OSError:
            line.close()
            raise
    else:
        line = socket.create_connection((address.hostname, address.port or PORT), CALL_SECONDS)
    line.settimeout(SCAN_SECONDS)
    return line


def _answer(line: socket.socket, file: Any) -> bytes:
    line.sendall(b"zINSTREAM\0")
    # It hangs up on a file over its own limit, having said so: its answer is read all the same.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        while block := file.read(BLOCK):
            line.sendall(struct.pack(">I", len(block)) + block)
        line.sendall(struct.pack(">I", 0))
    answer = b""
    while not answer.endswith(b"\0") and (more := line.recv(4096)):
        answer += more
    return answer
