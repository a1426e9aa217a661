"""What a careless or hostile client gets."""

import pytest
from django.conf import settings
from websockets.exceptions import InvalidStatus

from intranet.live.hub import hub
from intranet.live.limits import SOCKETS_A_PERSON
from intranet.live.protocol import Close

from .client import Client
from .conftest import until_async
from .rooms import aside, post


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1",
        "http://127.0.0.1:{other}",
        "http://127.0.0.1:{port}.evil.example",
        "http://localhost:{port}",
    ],
)
async def test_a_page_of_another_site_is_refused(server, reader, origin):
    port = int(server.rpartition(":")[2])
    with pytest.raises(InvalidStatus) as refused:
        async with Client(server, reader.session_key, origin=origin and origin.format(port=port, other=port + 1)):
            pass
    assert refused.value.response.status_code == 403


async def test_a_page_of_the_sites_own_address_is_let_in(server, reader):
    """Behind a proxy the server does not know its own address; the settings do."""
    async with Client(server, reader.session_key, origin=settings.SITE_URL) as client:
        await client.wait("hello")


async def test_there_is_no_socket_elsewhere(server, reader):
    client = Client(server, reader.session_key)
    client.url = client.url.replace("/live/", "/ailleurs/")
    with pytest.raises(InvalidStatus):
        await client.__aenter__()


@pytest.mark.parametrize("cookie", ["", "0" * 32, "é", "../../etc/passwd"])
@pytest.mark.usefixtures("database")
async def test_nobody_is_told_not_to_come_back(server, cookie):
    async with Client(server, cookie) as client:
        assert await client.closed() == Close.SIGNED_OUT
    assert not hub.sockets


@pytest.mark.parametrize("frame", [b"\x00\x01", b'{"op":"ping"}', "", "{", '{"op":"reboot"}', "[" * 50_000])
async def test_the_fifth_faulty_frame_closes(client, frame):
    for _ in range(5):
        await client.socket.send(frame)
    assert [await client.wait("error") for _ in range(5)] == [{"op": "error", "code": "malformed"}] * 5
    assert await client.closed() == Close.FAULTS


async def test_four_faults_are_forgiven(client):
    for _ in range(4):
        await client.socket.send("{")
    assert (await client.sub("room:1", 0))["seq"] == 0


@pytest.mark.parametrize("message", ["x" * 65_537, "é" * 40_000, ["x" * 30_000] * 4])
async def test_the_fifth_frame_over_64_kib_closes(client, message):
    for _ in range(5):
        await client.socket.send(message)
    assert [await client.wait("error") for _ in range(5)] == [{"op": "error", "code": "too_large"}] * 5
    assert await client.closed() == Close.FAULTS


async def test_a_frame_of_any_size_is_not_even_received(client):
    await client.socket.send("x" * 1_000_000)
    # The connection may be reset before the reason is read.
    assert await client.closed() in (0, 1009)


async def test_too_many_frames_are_throttled_then_closed(client):
    for _ in range(300):
        await client.say(op="ping")
    assert (await client.wait("error"))["code"] == "throttled"
    assert await client.closed() == Close.FAULTS


async def test_a_person_has_one_allowance_over_all_their_sockets(connected, reader, monkeypatch):
    monkeypatch.setattr("intranet.live.hub.PERSON_FRAMES", (10, 0))
    async with connected(reader) as first, connected(reader) as second:
        for _ in range(10):
            await first.say(op="ping")
        for _ in range(10):
            await first.wait("beat")
        await second.say(op="ping")
        assert (await second.wait("error"))["code"] == "throttled"


async def test_a_person_has_so_many_sockets_and_no_more(connected, reader, newcomer):
    other = await newcomer("room:1")
    clients = [await connected(reader).__aenter__() for _ in range(SOCKETS_A_PERSON)]
    try:
        for client in clients:
            await client.wait("hello")
        async with connected(reader) as client:
            assert await client.closed() == Close.TOO_MANY
        async with connected(other) as client:
            await client.wait("hello")
    finally:
        for client in clients:
            await client.__aexit__()


async def test_a_socket_has_so_many_streams_and_no_more(client, monkeypatch):
    monkeypatch.setattr("intranet.live.consumer.STREAMS_A_SOCKET", 1)
    await client.sub("room:1", 0)
    await client.sub("room:1", 0)
    await client.say(op="sub", stream="corridor:1")
    assert await client.wait("error") == {"op": "error", "code": "throttled", "stream": "corridor:1"}


@pytest.mark.parametrize("stream", ["room:2", "corridor:2", "room:999999999999999999", "nothing:1", "user:1"])
async def test_what_may_not_be_heard_is_answered_as_what_does_not_exist(client, stream):
    await aside(post, "room:2")
    await client.say(op="sub", stream=stream, since=0)
    assert await client.wait("error") == {"op": "error", "code": "not_found", "stream": stream}
    await client.say(op="read", stream=stream, seq=1)
    assert await client.wait("error") == {"op": "error", "code": "not_found", "stream": stream}


async def test_nobody_types_into_a_stream_they_do_not_hear(connected, reader, newcomer):
    other = await newcomer("room:2")
    async with connected(reader) as mine, connected(other) as theirs:
        await mine.sub("room:1", 0)
        await theirs.sub("room:2", 0)
        await mine.say(op="typing", stream="room:2")
        await mine.say(op="ping")
        await mine.wait("beat")
        await aside(post, "room:2")
        assert (await theirs.next())["op"] != "typing"


async def test_a_rule_that_fails_lets_nobody_in(client, monkeypatch):
    monkeypatch.setattr("tests.live.rooms.can_hear_room", None)
    monkeypatch.setattr("intranet.live.rules.plug_of", lambda stream: (_Broken, 1))
    await client.say(op="sub", stream="room:1", since=0)
    assert (await client.wait("error"))["code"] == "not_found"


class _Broken:
    durable = True

    @staticmethod
    def can_hear(user, number):
        raise KeyError(number)


async def test_a_client_that_leaves_in_the_middle_of_everything_leaves_nothing(connected, reader):
    for _ in range(20):
        client = await connected(reader).__aenter__()
        await client.say(op="sub", stream="room:1", since=0)
        client.socket.transport.abort()
        await client.socket.wait_closed()
    await until_async(lambda: not (hub.sockets or hub.feeds))
