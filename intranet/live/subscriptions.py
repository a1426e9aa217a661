"""What one socket listens to, and how far it has got."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from . import frames
from .database import Unreachable, ask
from .history import PastFrames, frames_since
from .protocol import Close
from .sockets import OUTBOX, Socket

if TYPE_CHECKING:
    from .feeds import Feed


class Subscription:
    """A socket's place in a stream. Its history reads move its own cursor, never the feed's."""

    __slots__ = ("cursor", "feed", "socket", "waiting")

    def __init__(self, socket: Socket, feed: Feed):
        self.socket, self.feed = socket, feed
        self.cursor = 0
        # What arrives while the history is read; None once live. When it is full, the database has the rest.
        self.waiting: deque[tuple[int, str]] | None = deque(maxlen=OUTBOX)

    @property
    def live(self) -> bool:
        """Caught up."""
        return self.waiting is None

    def hear(self, seq: int, frame: str) -> None:
        """An event of the feed, in the feed's order."""
        if self.waiting is not None:
            self.waiting.append((seq, frame))
        elif seq == self.cursor + 1:
            self.cursor = seq
            self.socket.put(frame)
        elif seq > self.cursor:
            self.waiting = deque([(seq, frame)], maxlen=OUTBOX)
            self.socket.spawn(self.catch_up())

    def start_at(self, seq: int) -> None:
        """Live from `seq` on, without a history."""
        self.cursor, self.waiting = seq, None

    def reset(self, seq: int) -> None:
        """Too much is missing: the page is fetched again, and what follows comes after `seq`."""
        if self.cursor < seq:
            self.cursor = seq
            self.socket.put(frames.reset(self.feed.name, seq))

    async def begin(self, since: int | None) -> None:
        """Catch up from `since`; without it, from now."""
        await self.feed.open()
        self.cursor = (self.feed.cursor or 0) if since is None else since
        await self.catch_up()

    async def catch_up(self) -> None:
        """Read the stream after the cursor, give what waited meanwhile, and go live when both meet without a gap."""
        try:
            while self.waiting is not None and self.feed.holds(self):
                past = await ask(frames_since, self.feed.name, self.cursor)
                self._give(past)
        except Unreachable:
            self.socket.close(Close.UNREACHABLE)

    def _give(self, past: PastFrames) -> None:
        given = []
        if past.reset:
            self.cursor = past.last_seq
            given.append(frames.reset(self.feed.name, past.last_seq))
        for seq, frame in (*past.events, *self.waiting):
            if seq == self.cursor + 1:
                self.cursor = seq
                given.append(frame)
        self.socket.put_all(given)
        self.waiting.clear()
        if self.cursor >= (self.feed.cursor or 0):
            self.waiting = None
