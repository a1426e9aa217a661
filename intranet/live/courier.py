"""The courier of this process: carries what was committed to the channel layer, in order, from any thread.

The layer belongs to one loop. A server attaches its own; another process (a worker, pages on a WSGI server) gets a loop
in a daemon thread when it first has something to send.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import os
import threading
from collections import deque
from collections.abc import Sequence
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer

GROUP = "hubs"
WAITING = 10_000
BATCH = 50
PATIENCE = 5
# With more than this waiting, what may be dropped is.
BUSY = 20
logger = logging.getLogger(__name__)

Item = Sequence[Any]


class Round:
    """One queue on one loop, and the task that empties it."""

    def __init__(self, loop: asyncio.AbstractEventLoop):
        self.loop = loop
        # A layer that stays away must not fill the memory: readers catch up from the database.
        self.waiting: deque[Item] = deque(maxlen=WAITING)
        self.filled = asyncio.Event()
        self.sending = False
        self.task = loop.create_task(self._work())

    def put(self, item: Item, droppable: bool) -> None:
        """On the loop: queue `item`."""
        if droppable and len(self.waiting) > BUSY:
            return
        self.waiting.append(item)
        self.filled.set()

    async def end(self) -> None:
        """Send what waits, for a moment, and stop."""
        try:
            async with asyncio.timeout(2):
                while self.waiting or self.sending:
                    await asyncio.sleep(0.01)
        except TimeoutError:
            logger.warning("%d events were not published before the stop.", len(self.waiting))
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def _work(self) -> None:
        while True:
            await self.filled.wait()
            batch = [self.waiting.popleft() for _place in range(min(BATCH, len(self.waiting)))]
            if not self.waiting:
                self.filled.clear()
            self.sending, failures = True, 0
            while not await self._sent(batch, failures):
                failures += 1
                await asyncio.sleep(min(2.0, 0.1 * 2**failures))
            self.sending = False

    async def _sent(self, batch: list[Item], failures: int) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                await get_channel_layer().group_send(GROUP, {"type": "hub", "items": batch})
        except Exception as failure:
            if not failures:
                logger.warning("The channel layer does not take what is published: %r", failure)
            return False
        return True


class Courier:
    """`send` from any thread; `attach` and `detach` on the server's loop."""

    def __init__(self) -> None:
        self._round: Round | None = None
        self._lock = threading.Lock()
        os.register_at_fork(after_in_child=self._forget)

    def send(self, item: Item, *, droppable: bool = False) -> None:
        """Carry `item` to every hub, soon. Nothing is told to the caller: the database is the truth."""
        current = self._round
        if current is None:
            if isinstance(get_channel_layer(), InMemoryChannelLayer):
                return  # no server in this process: nobody can hear
            current = self._start_thread()
        try:
            current.loop.call_soon_threadsafe(current.put, item, droppable)
        except RuntimeError:
            logger.warning("Published while the server stops; readers catch up from the database.")

    def attach(self) -> None:
        """Work on the running loop from now on."""
        with self._lock:
            if self._round is None or self._round.loop is not asyncio.get_running_loop():
                self._round = Round(asyncio.get_running_loop())

    async def detach(self) -> None:
        """Send what waits, for a moment, and leave the loop."""
        with self._lock:
            current, self._round = self._round, None
        if current is not None and current.loop is asyncio.get_running_loop():
            await current.end()

    def _start_thread(self) -> Round:
        with self._lock:
            if self._round is None:
                loop = asyncio.new_event_loop()
                thread = threading.Thread(target=loop.run_forever, name="live-courier", daemon=True)
                thread.start()
                self._round = asyncio.run_coroutine_threadsafe(_begin(), loop).result(PATIENCE)
                atexit.register(_finish, self._round, thread)
            return self._round

    def _forget(self) -> None:
        self._round, self._lock = None, threading.Lock()


async def _begin() -> Round:
    return Round(asyncio.get_running_loop())


def _finish(current: Round, thread: threading.Thread) -> None:
    """At exit, what a short command has just published still leaves."""
    if thread.is_alive():
        asyncio.run_coroutine_threadsafe(current.end(), current.loop).result(PATIENCE)
        current.loop.call_soon_threadsafe(current.loop.stop)
        thread.join(PATIENCE)
        current.loop.close()


courier = Courier()
