"""A stream of 2 GiB that is cut in the middle, sent to the whole site: it takes no memory and leaves nothing."""

from __future__ import annotations

import os
import re
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from intranet.files.models import StoredFile
from tests.access.world import build

from .site import Site, answers

GIB, BLOCK = 2**30, 2**20


@pytest.fixture(scope="module")
def world(site, aside):
    """One of everything."""
    return aside(build)


@pytest.fixture
def roomy(world):
    """The same site, where a file may be of 3 GiB."""
    name = str(connections["default"].settings_dict["NAME"])
    with Site(name, settings.MEDIA_ROOT, {"PARVIS_MAX_UPLOAD_MB": "3072"}) as running:
        yield running


def held(site) -> int:
    """The most memory that the site's process has held, in MiB."""
    status = Path(f"/proc/{site.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) // 1024


def waiting(site) -> int:
    """How much of a body waits in the site's files without a name."""
    total = 0
    for each in Path(f"/proc/{site.process.pid}/fd").iterdir():
        try:
            if os.readlink(each).endswith(" (deleted)"):
                total += each.stat().st_size
        except FileNotFoundError:
            continue
    return total


def test_it_takes_no_memory_and_leaves_nothing(world, roomy, aside):
    client = Client()
    aside(client.force_login, world.people["member"], backend=settings.AUTHENTICATION_BACKENDS[0])
    before_files, before_rows = list(Path(settings.MEDIA_ROOT).rglob("*")), aside(StoredFile.objects.count)
    part = b'--cut\r\nContent-Disposition: form-data; name="files"; filename="note.txt"\r\n\r\n'
    lines = [
        f"POST /espaces/{world.private.slug}/documents/ HTTP/1.1",
        f"Host: {urlsplit(roomy.url).netloc}",
        f"Origin: {roomy.url}",
        f"Cookie: {settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
        "Content-Type: multipart/form-data; boundary=cut",
        f"Content-Length: {2 * GIB}",
    ]
    assert answers(roomy.url)
    before = held(roomy)
    with socket.create_connection((urlsplit(roomy.url).hostname, urlsplit(roomy.url).port)) as sent:
        sent.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + part)
        block = b"a" * BLOCK
        for _ in range(GIB // BLOCK):
            sent.sendall(block)
        assert waiting(roomy) > GIB // 2
    end = time.monotonic() + 30
    while waiting(roomy) > BLOCK and time.monotonic() < end:
        time.sleep(0.05)
    assert waiting(roomy) <= BLOCK
    assert answers(roomy.url)
    assert held(roomy) - before < 64
    assert list(Path(settings.MEDIA_ROOT).rglob("*")) == before_files
    assert aside(StoredFile.objects.count) == before_rows
