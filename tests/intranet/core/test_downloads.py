"""Files are sent from the loop: whoever reads slowly holds none of the page threads."""

import asyncio
import io

import pytest
from a2wsgi import WSGIMiddleware
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from intranet.core.serving import LargeFileResponse, SendFiles, handing_files

CONTENT = bytes(range(256)) * 4096 * 8
OPENED = []


def download(request):
    OPENED.append(io.BytesIO(CONTENT))
    return LargeFileResponse(OPENED[-1])


download.login_required = False


def page(request):
    return HttpResponse("Bonjour")


page.login_required = False
urlpatterns = [path("fichier/", download), path("page/", page)]


@pytest.fixture
def server():
    """The application, with one thread for pages."""
    OPENED.clear()
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield lambda: SendFiles(WSGIMiddleware(handing_files(WSGIHandler()), workers=1))


async def ask(app, where, *, method="GET", reads=None, leaves=None):
    """The body of an answer; `reads` is awaited before each block; the reader goes when `leaves` is set."""
    taken = []

    async def receive():
        await (leaves or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message):
        if message.get("body"):
            if reads:
                await reads.wait()
            taken.append(message["body"])

    scope = {
        "type": "http", "method": method, "path": where, "query_string": b"", "http_version": "1.1",
        "headers": [(b"host", b"testserver")], "server": ("testserver", 80),
    }  # fmt: skip
    await app(scope, receive, send)
    return b"".join(taken)


def test_a_download_that_is_not_read_keeps_no_page_waiting(server):
    async def meet():
        app, reads = server(), asyncio.Event()
        slow = [asyncio.create_task(ask(app, "/fichier/", reads=reads)) for _each in range(3)]
        assert await asyncio.wait_for(ask(app, "/page/"), 5) == b"Bonjour"
        reads.set()
        assert await asyncio.gather(*slow) == [CONTENT] * 3

    asyncio.run(meet())
    assert all(file.closed for file in OPENED)


def test_a_reader_who_goes_is_sent_no_more(server):
    async def meet():
        app, reads, leaves = server(), asyncio.Event(), asyncio.Event()
        going = asyncio.create_task(ask(app, "/fichier/", reads=reads, leaves=leaves))
        await asyncio.wait_for(ask(app, "/page/"), 5)
        leaves.set()
        await asyncio.sleep(0)
        reads.set()
        return await going

    assert len(asyncio.run(meet())) < len(CONTENT)
    assert OPENED[0].closed


def test_who_asks_for_the_head_alone_is_sent_nothing(server):
    assert asyncio.run(ask(server(), "/fichier/", method="HEAD")) == b""
    assert OPENED[0].closed
