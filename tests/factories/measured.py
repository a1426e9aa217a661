"""What may take much memory, done in a process of its own: `python -m tests.factories.measured huge_pictures`.

Prints by how many MiB the process grew.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import zipfile
from pathlib import Path

import django

django.setup()

from django.core.files import File  # noqa: E402

from intranet.core.serving import BufferBody  # noqa: E402
from intranet.files.intake import check  # noqa: E402
from intranet.files.kinds import FileRefused  # noqa: E402

from . import files  # noqa: E402

GIB, BLOCK = 2**30, 256 * 1024


def huge_pictures() -> None:
    """Look at pictures that would be 900 million pixels."""
    for name, content in (("plan.png", files.huge_png()), ("plan.jpg", files.jpeg_claiming())):
        try:
            check(files.upload(name, content))
        except FileRefused:
            continue
        raise AssertionError(name)


def cut_stream() -> None:
    """Receive 1 GiB of the 2 GiB that were announced, then nothing more: no page hears of it, nothing is answered."""
    answers, asked = _sent(GIB, limit=3 * GIB, cut=True)
    assert (answers, asked) == ([], 0)


def endless_stream() -> None:
    """Receive more than may be sent: refused at the limit, whatever else is on its way."""
    answers, asked = _sent(GIB, limit=100 * 2**20, cut=False)
    assert answers[0]["status"] == 413
    assert asked == 0


def large_archive() -> None:
    """Look into 90 MiB of documents."""
    with tempfile.NamedTemporaryFile(suffix=".zip") as made:
        with zipfile.ZipFile(made, "w") as archive:
            for n in range(3):
                with archive.open(f"{n}.txt", "w") as entry:
                    for _block in range(30 * 4):
                        entry.write(os.urandom(BLOCK // 2).hex().encode())
        check(File(made, name="dossier.zip"))


def _sent(size: int, *, limit: int, cut: bool):
    """What the server answers to a body of `size` bytes made as it goes, and how often a page was asked."""
    block, left, answers, pages = b"a" * BLOCK, size, [], []

    async def receive():
        nonlocal left
        if left <= 0:
            return {"type": "http.disconnect"}
        left -= BLOCK
        return {"type": "http.request", "body": block, "more_body": cut or left > 0}

    async def send(message):
        answers.append(message)

    async def page(scope, receive, send):
        pages.append(scope)

    # A form with files, from somebody who has a session, that says twice what comes; the endless one says nothing.
    headers = [(b"content-type", b"multipart/form-data; boundary=x"), (b"cookie", b"sessionid=x")]
    if cut:
        headers.append((b"content-length", str(2 * size).encode()))
    scope = {"type": "http", "headers": headers}
    asyncio.run(BufferBody(page, limit)(scope, receive, send))
    return answers, len(pages)


def peak() -> int:
    """The most memory that the process has held since it began its program, in MiB."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


if __name__ == "__main__":
    before = peak()
    globals()[sys.argv[1]]()
    print(peak() - before)  # noqa: T201
