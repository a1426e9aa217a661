"""A stream for these tests: `room:<n>` is heard by the group of the same name. And those who write to it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group
from django.db import connections, transaction
from wagtail import hooks

from intranet.core.plugs import LiveStream, plugged
from intranet.live import publish
from intranet.live.models import Event


def can_hear_room(user: Any, number: int) -> bool:
    """Its group."""
    return user.groups.filter(name=f"room:{number}").exists()


def read_room(user: Any, number: int, seq: int) -> None:
    """One's other tabs are told."""
    publish.hint(f"user:{user.pk}", kind="read.changed", id=number, seq=seq)


@hooks.register("register_live_stream")
def rooms() -> LiveStream:
    """`room:<n>`, with a seq."""
    return LiveStream("room", can_hear_room, on_read=read_room)


@hooks.register("register_live_stream")
def corridors() -> LiveStream:
    """`corridor:<n>`, hints only."""
    return LiveStream("corridor", can_hear_room, durable=False)


plugged.cache_clear()


def post(stream: str, count: int = 1, html: str = "<p>Bonjour à tous</p>") -> list[int]:
    """Write `count` events, a transaction each, and return their numbers."""
    seqs = []
    for number in range(count):
        with transaction.atomic():
            seqs.append(publish.append(stream, kind="message.posted", object_id=number + 1, html=html).seq)
    return seqs


def post_untold(stream: str, count: int = 1) -> list[int]:
    """Write events that nobody publishes, as when a process dies between commit and publication."""
    seqs = []
    for number in range(count):
        with transaction.atomic():
            seq = publish.take_seq(stream)
            Event.objects.create(stream_id=stream, seq=seq, kind="message.posted", object_id=number + 1)
            seqs.append(seq)
    return seqs


def admit(user: Any, *streams: str) -> None:
    """Let `user` hear the streams."""
    for stream in streams:
        group, _created = Group.objects.get_or_create(name=f"room:{stream.partition(':')[2]}")
        user.groups.add(group)


def expel(user: Any, stream: str) -> None:
    """`user` hears the stream no more."""
    user.groups.remove(Group.objects.get(name=f"room:{stream.partition(':')[2]}"))


def asked(function: Callable[..., Any], *args: Any) -> Any:
    """Call `function`, then close the database connection that this thread opened for it."""
    try:
        return function(*args)
    finally:
        connections.close_all()


async def aside(function: Callable[..., Any], *args: Any) -> Any:
    """Call `function`, which uses the database, in a thread."""
    return await asyncio.to_thread(asked, function, *args)


def at_once(count: int, function: Callable[..., Any], *args: Any) -> None:
    """Call `function` in `count` threads that begin together."""
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        asked(function, *args)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
