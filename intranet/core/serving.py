"""Between the server and Django: bodies received on the loop, files sent from it in large blocks."""

import asyncio
import tempfile
from contextlib import suppress

from django.conf import settings
from django.http import FileResponse

# What a form without files, or the API, is sent at most.
WITHOUT_FILES = 6 * 2**20


class BufferBody:
    """Receives a request's body on the event loop, so that a slow upload never holds one of the page threads.

    A body larger than `limit` bytes is answered 413 before it is received when it says so, else as soon as the limit is
    passed. Only a form with files, sent by somebody who has a session, may be that large: nothing else needs to be.
    """

    def __init__(self, app, limit):
        self.app, self.limit = app, limit

    async def __call__(self, scope, receive, send):
        headers = dict(scope["headers"])
        with_files = headers.get(b"content-type", b"").startswith(b"multipart/form-data")
        in_session = settings.SESSION_COOKIE_NAME.encode() + b"=" in headers.get(b"cookie", b"")
        limit = self.limit if with_files and in_session else min(self.limit, WITHOUT_FILES)
        said = headers.get(b"content-length", b"")
        if said.isdigit() and int(said) > limit:
            await _too_large(send)
            return
        with tempfile.SpooledTemporaryFile(max_size=2**20) as body:
            size = await self._fill(body, limit, receive, send)
            if size is None:
                return
            body.seek(0)
            headers = [pair for pair in scope["headers"] if pair[0] not in (b"content-length", b"transfer-encoding")]
            # WSGI knows no chunked body: its length is said.
            length = (b"content-length", str(size).encode())
            await self.app({**scope, "headers": [*headers, length]}, _replay(body, size, receive), send)

    async def _fill(self, body, limit, receive, send):
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            size += body.write(message.get("body", b""))
            more = message.get("more_body", False)
            if size > limit:
                await _too_large(send)
                return None
        return size


async def _too_large(send):
    await send({"type": "http.response.start", "status": 413, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


def _replay(body, size, receive):
    left, given = size, False

    async def replay():
        nonlocal left, given
        if given:
            return await receive()
        chunk = body.read(65536)
        left -= len(chunk)
        given = left <= 0
        return {"type": "http.request", "body": chunk, "more_body": not given}

    return replay


class SendFiles:
    """Sends from the event loop the files that pages answer with, so that a slow reader never holds one of the page
    threads: a page's work is done once it has opened the file.

    Around an application made with `handing_files`.
    """

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        scope = {**scope, "files": []}

        async def reply(message):
            if message["type"] == "http.response.body" and not message.get("more_body") and scope["method"] != "HEAD":
                for file, block_size in scope["files"]:
                    await _send_file(file, block_size, receive, send)
            await send(message)

        try:
            await self.app(scope, receive, reply)
        finally:
            for file, _block_size in scope["files"]:
                await asyncio.to_thread(file.close)


def handing_files(pages):
    """The WSGI application `pages`, whose files are handed to the loop that serves it (`SendFiles`)."""

    def answer(environ, start_response):
        def hand(file, block_size):
            environ["asgi.scope"]["files"].append((file, block_size))
            return ()

        environ["wsgi.file_wrapper"] = hand
        return pages(environ, start_response)

    return answer


async def _send_file(file, block_size, receive, send):
    reader_left = asyncio.ensure_future(_disconnected(receive))
    try:
        while not reader_left.done() and (block := await asyncio.to_thread(file.read, block_size)):
            await send({"type": "http.response.body", "body": block, "more_body": True})
    finally:
        reader_left.cancel()
        with suppress(asyncio.CancelledError):
            await reader_left


async def _disconnected(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


class LargeFileResponse(FileResponse):
    """A file in blocks of 256 KiB: 100 MB leave in 0.05 s instead of 1.1 s."""

    block_size = 256 * 1024
