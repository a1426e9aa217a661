"""One stream as this process hears it: events in, every subscription told, in order and without a gap."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from .database import Unreachable, ask
from .history import frames_since, last_seqs
from .protocol import Close

if TYPE_CHECKING:
    from .sockets import Socket
    from .subscriptions import Subscription

# on_commit runs after the lock is freed: one event in a hundred comes before its predecessor. Wait for that a moment.
HOLD = 0.05
MAX_HOLD = 5.0
MAX_EARLY = 1000


class Feed:
    """The shared cursor of a stream and the subscriptions of this process's sockets."""

    def __init__(self, name: str, spawn: Callable[..., asyncio.Task[None]], *, durable: bool):
        self.name, self.durable = name, durable
        self.subscriptions: set[Subscription] = set()
        self.cursor: int | None = None
        self.gaps = 0
        self._spawn = spawn
        self._early: dict[int, str] = {}
        self._hold = HOLD
        self._timer: asyncio.TimerHandle | None = None
        self._filling: asyncio.Task[None] | None = None
        self._opening: asyncio.Task[None] | None = None

    def holds(self, subscription: Subscription) -> bool:
        """Whether it is still listening here."""
        return subscription in self.subscriptions

    async def open(self) -> None:
        """Know where the stream stands: before any subscription reads its history, so that nothing falls in between."""
        if self.cursor is None:
            if self._opening is None or self._opening.done():
                self._opening = self._spawn(self._open())
            await asyncio.wait([self._opening])

    def close(self) -> None:
        """Nobody listens any more."""
        if self._timer is not None:
            self._timer.cancel()
        for task in (self._filling, self._opening):
            if task is not None:
                task.cancel()

    def tell(self, frame: str, *, besides: int | None = None, idle_only: bool = False) -> None:
        """A frame without a `seq`, not to the person `besides` nor, with `idle_only`, to a socket that is behind."""
        for subscription in self.subscriptions:
            socket = subscription.socket
            if socket.user_id != besides and not (idle_only and (socket.outbox or not subscription.live)):
                socket.put(frame)

    def hear(self, seq: int, frame: str) -> None:
        """An event from the layer: possibly early, or heard before."""
        if self.cursor is not None and seq <= self.cursor:
            return
        if self.cursor is not None and seq == self.cursor + 1:
            self._deliver(seq, frame)
            self._release()
            return
        if len(self._early) < MAX_EARLY:  # beyond, the database has them
            self._early[seq] = frame
        self._wait_for_gap()

    async def fill(self) -> None:
        """Give what the database has after the cursor."""
        if self._filling is None or self._filling.done():
            self._filling = self._spawn(self._fill())
        await asyncio.wait([self._filling])

    def _deliver(self, seq: int, frame: str) -> None:
        self.cursor = seq
        self._hold = HOLD
        for subscription in self.subscriptions:
            subscription.hear(seq, frame)

    def _release(self) -> None:
        while (frame := self._early.pop(self.cursor + 1, None)) is not None:
            self._deliver(self.cursor + 1, frame)
        if self._early:
            self._early = {seq: frame for seq, frame in self._early.items() if seq > self.cursor}
        if self._early:
            self._wait_for_gap()
        elif self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait_for_gap(self) -> None:
        if self._timer is None and self.cursor is not None:
            self._timer = asyncio.get_running_loop().call_later(self._hold, self._gap)

    def _gap(self) -> None:
        self._timer = None
        self.gaps += 1
        # The missing one may not be readable yet: ask less and less often until it is.
        self._hold = min(MAX_HOLD, self._hold * 2)
        if self._filling is None or self._filling.done():
            self._filling = self._spawn(self._fill())

    async def _open(self) -> None:
        try:
            seqs = await ask(last_seqs, [self.name])
        except Unreachable:
            self._give_up()
        else:
            self.cursor = seqs[self.name]
            self._release()

    async def _fill(self) -> None:
        try:
            past = await ask(frames_since, self.name, self.cursor)
        except Unreachable:
            self._give_up()
            return
        if past.reset and past.last_seq > self.cursor:
            self.cursor = past.last_seq
            for subscription in self.subscriptions:
                if subscription.live:
                    subscription.reset(past.last_seq)
        for seq, frame in past.events:
            if seq == self.cursor + 1:
                self._deliver(seq, frame)
        self._release()

    def _give_up(self) -> None:
        sockets: set[Socket] = {subscription.socket for subscription in self.subscriptions}
        for socket in sockets:
            socket.close(Close.UNREACHABLE)
