"""The database, asked from the loop: in a few threads of our own, each with a connection that it keeps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import Error, close_old_connections, connections

THREADS = 4
PATIENCE = 10

T = TypeVar("T")
_threads: ThreadPoolExecutor | None = None


class Unreachable(Exception):
    """The database did not answer: what it would have said must not be guessed."""


async def ask(function: Callable[..., T], *args: Any) -> T:
    """What `function(*args)` reads from the database. Raises `Unreachable` when it fails or takes over ten seconds."""
    global _threads
    if _threads is None:
        _threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live-database")
    try:
        async with asyncio.timeout(PATIENCE):
            return await asyncio.get_running_loop().run_in_executor(_threads, _call, function, args)
    except (Error, TimeoutError) as failure:
        raise Unreachable from failure


def close() -> None:
    """End the threads, each closing its connection."""
    global _threads
    if _threads is None:
        return
    # Nobody passes the barrier before every thread has come to it: so each closes its own.
    barrier = threading.Barrier(THREADS)
    for _thread in range(THREADS):
        _threads.submit(_leave, barrier)
    _threads.shutdown()
    _threads = None


def _leave(barrier: threading.Barrier) -> None:
    try:
        barrier.wait(timeout=5)
    finally:
        connections.close_all()


def _call(function: Callable[..., T], args: tuple[Any, ...]) -> T:
    close_old_connections()
    try:
        return function(*args)
    finally:
        close_old_connections()
