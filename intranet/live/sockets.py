"""One open socket: what waits to leave on it, and what it listens to."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any

from .limits import SOCKET_FRAMES, Allowance
from .protocol import Close

if TYPE_CHECKING:
    from .subscriptions import Subscription

OUTBOX = 256
# An array is cut here, well under what clients accept in one frame (1 MiB by default in several).
ARRAY = 256 * 1024
CLOSING_PATIENCE = 5
logger = logging.getLogger(__name__)


class Socket:
    """A bounded outbox and the task that empties it. What waits for a slow peer leaves in one frame, an array."""

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]], abort: Callable[[], object]):
        self._send, self._abort = send, abort
        self.user_id, self.session_key, self.session, self.name = 0, "", "", ""
        self.outbox: deque[str] = deque()
        self.subscriptions: dict[str, Subscription] = {}
        self.allowance = Allowance(*SOCKET_FRAMES)
        self.typed: dict[str, float] = {}
        self.faults = 0
        self.closing: Close | None = None
        self.aborted = False
        self._awaited: asyncio.Future[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def put(self, frame: str) -> None:
        """Queue one frame, or one array of them."""
        if self.closing is not None or self.aborted:
            return
        self.outbox.append(frame)
        if len(self.outbox) > OUTBOX:
            self.close(Close.OVERFLOW)
        else:
            self._wake()

    def put_all(self, frames: Iterable[str]) -> None:
        """Queue many frames as arrays: a history read counts for little in the outbox."""
        array: list[str] = []
        size = 0
        for frame in frames:
            if array and size + len(frame) > ARRAY:
                self.put(f"[{','.join(array)}]")
                array, size = [], 0
            array.append(frame)
            size += len(frame)
        if array:
            self.put(array[0] if len(array) == 1 else f"[{','.join(array)}]")

    def close(self, code: Close, *, last: str | None = None) -> None:
        """Close with `code`: nothing that waits leaves any more, but the frame `last`."""
        if self.closing is not None or self.aborted:
            return
        self.closing = code
        self.outbox.clear()
        if last is not None:
            self.outbox.append(last)
        self._wake()
        # A peer that reads nothing does not hold the door open.
        asyncio.get_running_loop().call_later(CLOSING_PATIENCE, self._give_up)

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` beside the socket; it ends with it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def end(self) -> None:
        """The connection is gone."""
        self.aborted = True
        for task in self._tasks:
            task.cancel()

    async def write(self) -> None:
        """Empty the outbox until the socket closes."""
        try:
            while self.closing is None or self.outbox:
                if self.outbox:
                    await self._send({"type": "websocket.send", "text": self._next()})
                else:
                    self._awaited = asyncio.get_running_loop().create_future()
                    await self._awaited
                    self._awaited = None
            await self._send({"type": "websocket.close", "code": int(self.closing)})
        except (OSError, RuntimeError):
            # The peer left between two frames: the consumer hears of it too.
            return

    def _next(self) -> str:
        frame = self.outbox.popleft()
        if not self.outbox:
            return frame
        frames, size = [frame], len(frame)
        while self.outbox and size + len(self.outbox[0]) <= ARRAY:
            frames.append(self.outbox.popleft())
            size += len(frames[-1])
        return frame if len(frames) == 1 else f"[{','.join(map(_inside, frames))}]"

    def _wake(self) -> None:
        if self._awaited is not None and not self._awaited.done():
            self._awaited.set_result(None)

    def _give_up(self) -> None:
        if not self.aborted:
            self.aborted = True
            self._abort()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            logger.error("A socket's work failed", exc_info=failure)
            self.close(Close.UNREACHABLE)


def _inside(frame: str) -> str:
    return frame[1:-1] if frame.startswith("[") else frame
