"""What is received before anybody is asked who they are."""

import asyncio

import pytest
from django.conf import settings

from intranet.core.serving import WITHOUT_FILES, BufferBody

LIMIT = 20 * 2**20
FORM, JSON = b"multipart/form-data; boundary=x", b"application/json"
SESSION = f"{settings.SESSION_COOKIE_NAME}=abc".encode()


def send(size, *, kind=FORM, cookie=SESSION, said=True, block=2**20):
    """Send a body of `size` bytes; return the status, what the application was given, and how much was received."""
    given, received, answers = [], 0, []

    async def application(scope, receive, reply):
        more = True
        while more:
            message = await receive()
            given.append(len(message["body"]))
            more = message["more_body"]
        await reply({"type": "http.response.start", "status": 200, "headers": []})
        await reply({"type": "http.response.body", "body": b""})

    async def receive():
        nonlocal received
        part = min(block, size - received)
        received += part
        return {"type": "http.request", "body": b"x" * part, "more_body": received < size}

    async def reply(message):
        answers.append(message)

    headers = [(b"content-type", kind), (b"cookie", cookie)]
    if said:
        headers.append((b"content-length", str(size).encode()))
    asyncio.run(BufferBody(application, LIMIT)({"type": "http", "headers": headers}, receive, reply))
    return answers[0]["status"], sum(given), received


def test_a_form_with_files_is_given_whole():
    assert send(LIMIT) == (200, LIMIT, LIMIT)


@pytest.mark.parametrize(
    ("size", "more"),
    [
        (LIMIT + 1, {}),
        (WITHOUT_FILES + 1, {"kind": JSON}),
        (WITHOUT_FILES + 1, {"cookie": b""}),
    ],
    ids=["too large", "no files", "nobody's"],
)
def test_what_says_that_it_is_too_large_is_not_received(size, more):
    assert send(size, **more) == (413, 0, 0)


def test_what_does_not_say_its_size_is_cut_when_it_passes_the_limit():
    status, given, received = send(10 * LIMIT, said=False)
    assert (status, given) == (413, 0)
    assert received <= LIMIT + 2**20
