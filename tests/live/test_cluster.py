"""Several server processes over one Redis and one database."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from time import sleep

import pytest
import redis
from django.conf import settings
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from intranet.live import publish
from intranet.live.protocol import Close

from .client import Client
from .conftest import HEARTBEAT
from .processes import ServerProcess
from .rooms import aside, at_once, expel, post, post_untold

pytestmark = pytest.mark.services
READERS = 20
WRITERS, EACH = 4, 45  # under 200 in all: a reader that slept through the whole still catches up


@pytest.fixture(scope="module")
def cluster(kept_rows, django_db_blocker):
    """Two servers."""
    assert settings.REDIS_URL, "several processes need Redis: set REDIS_URL, or run with -m 'not services'"
    with django_db_blocker.unblock():
        servers = [ServerProcess().start(), ServerProcess().start()]
        yield [server.ready() for server in servers]
        for server in servers:
            server.end(signal.SIGKILL)


@pytest.fixture
def pair(cluster, reader):
    """The reader's sockets, one on each server."""
    return [Client(server.url, reader.session_key) for server in cluster]


async def test_readers_of_both_servers_hear_what_any_process_writes(pair):
    async with pair[0] as here, pair[1] as there:
        await here.sub("room:1", 0)
        await there.sub("room:1", 0)
        await aside(post, "room:1", 20)
        assert await here.events(last=20) == await there.events(last=20) == list(range(1, 21))


async def test_typing_and_reading_cross_the_servers(cluster, pair, newcomer):
    other = await newcomer("room:1")
    async with pair[0] as mine, pair[1] as mine_too, Client(cluster[1].url, other.session_key) as theirs:
        await mine.sub("room:1", 0)
        await mine_too.wait("hello")
        await theirs.sub("room:1", 0)
        await mine.say(op="typing", stream="room:1")
        await theirs.wait("typing")
        await mine.say(op="read", stream="room:1", seq=0)
        await mine_too.wait("event", kind="read.changed")


async def test_a_revocation_reaches_every_server(reader, pair):
    def leave():
        expel(reader.user, "room:1")
        publish.recheck_user(reader.user.pk)

    async with pair[0] as here, pair[1] as there:
        await here.sub("room:1", 0)
        await there.sub("room:1", 0)
        await aside(leave)
        await here.wait("revoked", 5)
        await there.wait("revoked", 5)
        await aside(publish.revoke_user, reader.user.pk)
        assert [await here.closed(5), await there.closed(5)] == [Close.REVOKED] * 2


async def test_a_redis_that_forgets_everything_loses_nothing(pair):
    async with pair[0] as here, pair[1] as there:
        await here.sub("room:1", 0)
        await there.sub("room:1", 0)
        await aside(forget)
        await aside(post, "room:1", 3)
        assert await here.events(last=3) == await there.events(last=3) == [1, 2, 3]
        # The hubs are listed again: no need to wait for the beat after this one.
        await here.wait("beat", 3 * HEARTBEAT)
        await there.wait("beat", 3 * HEARTBEAT)
        await aside(post, "room:1")
        assert await here.events(last=4) == await there.events(last=4) == [4]


def forget() -> None:
    """As a Redis that started afresh."""
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        for key in server.scan_iter(f"{os.environ['PARVIS_REDIS_PREFIX']}*"):
            server.delete(key)


async def test_through_killed_servers_and_dropped_clients_everyone_ends_with_every_message_once(
    cluster, newcomer, reader
):
    people = [await newcomer("room:1") for _ in range(3)] + [reader]
    readers = [Reader(people[number % 4].session_key, cluster, number) for number in range(READERS)]
    listening = [asyncio.create_task(each.run(last=WRITERS * EACH + 1)) for each in readers]
    dropping = asyncio.create_task(drop(readers))
    writing = asyncio.create_task(aside(at_once, WRITERS, post_slowly))
    await wait_for(readers, 30)
    await asyncio.to_thread(cluster[0].end, signal.SIGKILL)
    cluster[0].start()
    await aside(forget)
    await writing
    # The very last one is told by nobody: only a beat reveals it.
    await aside(post_untold, "room:1")
    async with asyncio.timeout(30):
        await asyncio.gather(*listening)
    dropping.cancel()
    await asyncio.to_thread(cluster[0].ready)
    assert [each.heard for each in readers] == [list(range(1, WRITERS * EACH + 2))] * READERS
    assert sum(each.connections for each in readers) > READERS


def post_slowly() -> None:
    """About thirty a second with four of them."""
    for _ in range(EACH):
        post("room:1")
        sleep(0.1)


async def wait_for(readers: list[Reader], count: int) -> None:
    """Until somebody has heard so many."""
    async with asyncio.timeout(30):
        while max(len(each.heard) for each in readers) < count:
            await asyncio.sleep(0.01)


async def drop(readers: list[Reader]) -> None:
    """Cut one connection after another."""
    for number in range(1000):
        await asyncio.sleep(0.15)
        readers[number * 7 % READERS].cut()


class Reader:
    """Follows the protocol as a page does: resumes where it was, at whichever server answers."""

    def __init__(self, session_key: str, servers: list[ServerProcess], number: int):
        self.session_key, self.servers = session_key, servers
        self.random = random.Random(number)  # noqa: S311
        self.heard: list[int] = []
        self.connections = 0
        self.client: Client | None = None

    def cut(self) -> None:
        """Lose the connection."""
        if self.client is not None:
            self.client.socket.transport.abort()

    async def run(self, last: int) -> None:
        """Until `last` is heard."""
        while not self.heard or self.heard[-1] < last:
            try:
                async with Client(self.random.choice(self.servers).url, self.session_key, open_timeout=3) as client:
                    self.connections += 1
                    self.client = client
                    await self._listen(client, last)
            except (ConnectionClosed, InvalidHandshake, OSError, TimeoutError):
                await asyncio.sleep(self.random.uniform(0, 0.3))
            finally:
                self.client = None

    async def _listen(self, client: Client, last: int) -> None:
        cursor = self.heard[-1] if self.heard else 0
        await client.say(op="sub", stream="room:1", since=cursor)
        while cursor < last:
            frame = await client.next()
            assert frame["op"] != "reset"
            if frame["op"] == "event":
                self.heard.append(frame["seq"])
                cursor = frame["seq"]
