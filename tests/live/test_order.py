"""Every number once, in order, whatever the layer does."""

import asyncio
import random

import pytest
from django.db import transaction
from django.utils import timezone

from intranet.live import subscriptions
from intranet.live.courier import courier
from intranet.live.frames import event_frame
from intranet.live.hub import hub
from intranet.live.models import Event, Stream
from intranet.live.protocol import Close

from .conftest import HEARTBEAT, until_async
from .rooms import aside, post, post_untold


def carried(seq: int) -> list:
    """What the courier carries for an event."""
    event = Event(stream_id="room:1", seq=seq, kind="message.posted", object_id=seq, at=timezone.now())
    return ["event", "room:1", seq, event_frame(event)]


async def test_events_that_overtake_each_other_are_put_in_order_without_the_database(client, monkeypatch):
    monkeypatch.setattr("intranet.live.feeds.HOLD", 60)
    await client.sub("room:1", 0)
    for seq in (2, 1, 3, 5, 6, 4, 4, 2):
        courier.send(carried(seq))
    assert await client.events(last=6) == [1, 2, 3, 4, 5, 6]


async def test_a_whole_batch_in_any_order(client):
    await client.sub("room:1", 0)
    await aside(post_untold, "room:1", 100)
    seqs = list(range(1, 101))
    random.Random(3).shuffle(seqs)  # noqa: S311
    for seq in seqs:
        courier.send(carried(seq))
    assert await client.events(last=100) == list(range(1, 101))


async def test_what_the_layer_lost_is_read_from_the_database(client):
    await client.sub("room:1", 0)
    await aside(post, "room:1", 2)
    await aside(post_untold, "room:1", 3)
    await aside(post, "room:1", 1)
    assert await client.events(last=6) == [1, 2, 3, 4, 5, 6]


async def test_a_last_message_that_was_lost_is_found_at_the_next_beat(client):
    await client.sub("room:1", 0)
    await aside(post_untold, "room:1", 1)
    assert await client.events(last=1) == [1]
    assert (await client.wait("beat", patience=3 * HEARTBEAT))["seqs"] == {"room:1": 1}


async def test_more_lost_than_can_be_given_is_a_reset(client):
    await client.sub("room:1", 0)
    await aside(transaction.atomic(post_untold), "room:1", 201)
    await aside(post, "room:1")
    # A beat may come between what was lost and what follows it.
    cursor = (await client.wait("reset"))["seq"]
    assert cursor in (201, 202)
    await aside(post, "room:1")
    assert await client.events(last=203) == list(range(cursor + 1, 204))


async def test_a_hole_in_the_database_is_a_reset_and_never_a_stop(client):
    def leave_a_hole():
        Stream.objects.filter(name="room:1").update(last_seq=5)

    await client.sub("room:1", 0)
    await aside(post, "room:1")
    await aside(leave_a_hole)
    await aside(post, "room:1")
    assert await client.events(last=1) == [1]
    # A beat may come between the hole and what follows it.
    cursor = (await client.wait("reset"))["seq"]
    assert cursor in (5, 6)
    await aside(post, "room:1")
    assert await client.events(last=7) == list(range(cursor + 1, 8))


async def test_one_sockets_history_moves_nobody_elses_cursor(connected, reader, newcomer, monkeypatch):
    """The history that one socket reads reaches beyond what the layer has brought: the others must still get that."""
    other = await newcomer("room:1")
    async with connected(reader) as early, connected(other) as late:
        await early.sub("room:1", 0)
        monkeypatch.setattr(hub.feeds["room:1"], "fill", _nothing)
        await aside(post_untold, "room:1", 3)
        await late.sub("room:1", 0)
        for seq in (1, 2, 3, 4):
            courier.send(carried(seq))
        assert await early.events(last=4) == [1, 2, 3, 4]
        assert await late.events(last=4) == [4]


async def _nothing():
    return


async def test_what_comes_while_the_history_is_read_waits_for_it(client, monkeypatch):
    gate = asyncio.Event()
    loop = asyncio.get_running_loop()
    real = subscriptions.frames_since

    def slow(name, since):
        past = real(name, since)
        asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        return past

    await aside(post, "room:1", 2)
    monkeypatch.setattr(subscriptions, "frames_since", slow)
    await client.say(op="sub", stream="room:1", since=0)
    await until_async(lambda: "room:1" in hub.feeds and hub.feeds["room:1"].cursor == 2)
    # More than the buffer holds: the rest is read again.
    await aside(post, "room:1", 300)
    await until_async(lambda: hub.feeds["room:1"].cursor == 302)
    gate.set()
    frame = await client.next()
    if frame["op"] == "event":
        assert [frame["seq"], *(await client.events(last=2))] == [1, 2]
        frame = await client.wait("reset")
    assert frame["seq"] == 302
    await aside(post, "room:1")
    assert await client.events(last=303) == [303]


@pytest.mark.parametrize("frames_lost", [[3], [2, 3], [2, 4, 6]])
async def test_a_sockets_own_gap_is_filled_for_it_alone(connected, reader, newcomer, frames_lost):
    other = await newcomer("room:1")
    async with connected(reader) as mine, connected(other) as theirs:
        await mine.sub("room:1", 0)
        await theirs.sub("room:1", 0)
        [subscription] = [s for s in hub.feeds["room:1"].subscriptions if s.socket.user_id == reader.user.pk]
        given = subscription.feed
        given.subscriptions.remove(subscription)
        for seq in range(1, 8):
            lost = seq in frames_lost
            given.subscriptions.discard(subscription) if lost else given.subscriptions.add(subscription)
            await aside(post, "room:1")
            await theirs.events(last=seq)
        assert await mine.events(last=7) == list(range(1, 8))


async def test_a_reader_that_does_not_read_is_closed_and_resumes(connected, reader):
    async with connected(reader, max_queue=1) as client:
        await client.sub("room:1", 0)
        await until_async(lambda: hub.sockets)
        client.socket.transport.pause_reading()
        [socket] = hub.sockets
        while socket.closing is None:
            await aside(post, "room:1", 20, "x" * 120_000)
        client.socket.transport.resume_reading()
        heard = []
        code = await _read_to_the_end(client, heard)
    assert code == Close.OVERFLOW
    assert heard == list(range(1, len(heard) + 1))
    async with connected(reader) as client:
        await client.say(op="sub", stream="room:1", since=heard[-1])
        assert (await client.next())["op"] == "hello"
        frame = await client.next()
        assert frame["op"] == "reset" or frame["seq"] == heard[-1] + 1


async def test_a_peer_that_reads_not_even_its_close_frame_is_let_go(connected, reader, monkeypatch):
    monkeypatch.setattr("intranet.live.sockets.CLOSING_PATIENCE", 0.2)
    async with connected(reader, max_queue=1) as client:
        await client.sub("room:1", 0)
        client.socket.transport.pause_reading()
        [socket] = hub.sockets
        while socket.closing is None:
            await aside(post, "room:1", 20, "x" * 120_000)
        await until_async(lambda: not hub.sockets)
        client.socket.transport.abort()


async def _read_to_the_end(client, heard):
    try:
        while True:
            frame = await client.next()
            if frame["op"] == "event":
                heard.append(frame["seq"])
    except Exception as closed:
        return closed.rcvd.code
