"""What a reader lives through on the socket."""

import asyncio
import uuid

from django.db import transaction

from intranet.live import publish
from intranet.live.hub import hub

from .conftest import HEARTBEAT, until_async
from .rooms import aside, at_once, post


async def test_a_reader_is_greeted_and_hears_what_is_written(connected, reader):
    client_id = uuid.uuid4()

    def write():
        with transaction.atomic():
            html = "<p>Élève « prélevé »</p>"
            return publish.append("room:1", kind="message.posted", object_id=7, html=html, client_id=client_id)

    async with connected(reader) as client:
        assert await client.next() == {"op": "hello", "heartbeat": HEARTBEAT}
        assert await client.sub("room:1", 0) == {"op": "subbed", "stream": "room:1", "seq": 0}
        event = await aside(write)
        assert await client.wait("event") == {
            "op": "event", "stream": "room:1", "seq": 1, "kind": "message.posted", "id": 7, "client_id": str(client_id),
            "html": "<p>Élève « prélevé »</p>", "at": event.at.isoformat(),
        }  # fmt: skip


async def test_what_is_rolled_back_is_never_heard(client):
    def change_of_mind():
        with transaction.atomic():
            publish.append("room:1", kind="message.posted", object_id=1, html="<p>non</p>")
            publish.hint("corridor:1", kind="thread.active")
            transaction.set_rollback(True)

    await client.sub("room:1", 0)
    await client.sub("corridor:1")
    await aside(change_of_mind)
    await aside(post, "room:1", 1, "<p>oui</p>")
    assert (await client.wait("event"))["html"] == "<p>oui</p>"


async def test_a_reader_resumes_where_they_were(client):
    await aside(post, "room:1", 5)
    await client.say(op="sub", stream="room:1", since=2)
    assert await client.events(last=5) == [3, 4, 5]
    assert await client.wait("subbed") == {"op": "subbed", "stream": "room:1", "seq": 5}


async def test_without_a_number_a_reader_hears_from_now_on(client):
    await aside(post, "room:1", 5)
    assert (await client.sub("room:1"))["seq"] == 5
    await aside(post, "room:1")
    assert await client.events(last=6) == [6]


async def test_too_far_behind_is_a_reset_then_live(client):
    await aside(post, "room:1", 201)
    await client.say(op="sub", stream="room:1", since=0)
    assert await client.next() == {"op": "reset", "stream": "room:1", "seq": 201}
    assert await client.next() == {"op": "subbed", "stream": "room:1", "seq": 201}
    await aside(post, "room:1")
    assert await client.events(last=202) == [202]


async def test_subscribing_while_others_write_loses_nothing_and_repeats_nothing(connected, reader):
    async def read(delay: float) -> list[int]:
        await asyncio.sleep(delay)
        async with connected(reader) as client:
            await client.say(op="sub", stream="room:1", since=0)
            return await client.events(last=120)

    writing = asyncio.create_task(aside(at_once, 4, post, "room:1", 30))
    heard = await asyncio.gather(*(read(number * 0.01) for number in range(20)))
    await writing
    assert heard == [list(range(1, 121))] * 20


async def test_subscribing_again_begins_again_from_there(client):
    await aside(post, "room:1", 3)
    await client.sub("room:1", 3)
    await client.say(op="sub", stream="room:1", since=1)
    assert await client.events(last=3) == [2, 3]


async def test_unsubscribing_ends_it(client):
    await client.sub("room:1", 0)
    await client.sub("corridor:1")
    await client.say(op="unsub", stream="room:1")
    await client.say(op="ping")
    assert (await client.wait("beat"))["seqs"] == {}
    await aside(post, "room:1")
    await aside(lambda: publish.hint("corridor:1", kind="thread.active"))
    assert (await client.wait("event"))["stream"] == "corridor:1"


async def test_hints_reach_those_who_hear_the_stream(client):
    assert await client.sub("corridor:1") == {"op": "subbed", "stream": "corridor:1", "seq": None}
    await aside(lambda: publish.hint("corridor:1", kind="thread.active", id=3))
    assert await client.wait("event") == {"op": "event", "stream": "corridor:1", "kind": "thread.active", "id": 3}


async def test_one_hears_of_oneself_unasked_and_of_nobody_else(connected, reader, newcomer):
    other = await newcomer("room:1")
    async with connected(reader) as mine, connected(other) as theirs:
        await theirs.wait("hello")
        await mine.wait("hello")
        await aside(lambda: publish.hint(f"user:{reader.user.pk}", kind="notification.posted", id=3))
        await aside(lambda: publish.hint(f"user:{other.user.pk}", kind="notification.posted", id=4))
        assert (await mine.wait("event"))["id"] == 3
        assert (await theirs.wait("event"))["id"] == 4
        await theirs.say(op="sub", stream=f"user:{reader.user.pk}")
        assert (await theirs.wait("error"))["code"] == "not_found"


async def test_reading_is_told_to_ones_other_tabs_and_not_beyond_what_was_sent(connected, reader):
    await aside(post, "room:1", 3)
    async with connected(reader) as here, connected(reader) as there:
        await here.sub("room:1", 0)
        await there.wait("hello")
        await here.say(op="read", stream="room:1", seq=99)
        assert await there.wait("event", kind="read.changed") == {
            "op": "event", "stream": f"user:{reader.user.pk}", "kind": "read.changed", "id": 1, "seq": 3,
        }  # fmt: skip


async def test_typing_is_a_name_that_the_server_knows_for_the_others(connected, reader, newcomer):
    other = await newcomer("room:1")
    async with connected(reader) as mine, connected(other) as theirs:
        await mine.sub("room:1", 0)
        await theirs.sub("room:1", 0)
        await mine.say(op="typing", stream="room:1", name="<b>Le maire</b>")
        await mine.say(op="typing", stream="room:1")
        assert await theirs.wait("typing") == {"op": "typing", "stream": "room:1", "name": reader.user.full_name}
        await aside(post, "room:1")
        # Once in a while, and never to oneself.
        assert (await theirs.next())["op"] == "event"
        assert (await mine.next())["op"] == "event"


async def test_a_beat_says_where_each_stream_stands(client):
    await aside(post, "room:1", 2)
    await client.sub("room:1", 2)
    await client.sub("corridor:1")
    assert await client.wait("beat", patience=3 * HEARTBEAT) == {"op": "beat", "seqs": {"room:1": 2}}


async def test_a_slow_reader_gets_what_waits_in_one_frame(connected, reader):
    async with connected(reader, max_queue=1) as client:
        await client.sub("room:1", 0)
        await aside(post, "room:1", 150, "x" * 100_000)
        await aside(post, "room:1", 50)
        assert await client.events(last=200) == list(range(1, 201))
        assert client.arrays


async def test_the_hub_forgets_who_left(connected, reader):
    async with connected(reader) as client:
        await client.sub("room:1", 0)
        assert "room:1" in hub.feeds
        figures = hub.figures()
        assert (figures["sockets"], figures["people"], figures["streams"], figures["layer_up"]) == (1, 1, 1, 1)
    await until_async(lambda: not (hub.sockets or hub.people or hub.feeds))
