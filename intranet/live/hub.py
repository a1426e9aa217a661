"""The hub of this process: one subscription to the channel layer, fanned out to the sockets here."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine
from typing import Any

from .courier import Item
from .feeds import Feed
from .heart import Heart
from .limits import PERSON_FRAMES, Allowance
from .listener import Listener
from .protocol import Close
from .sockets import Socket
from .subscriptions import Subscription

logger = logging.getLogger(__name__)


class Hub:
    """Which sockets are here, which streams they listen to, and what comes for them. Lives on one loop."""

    def __init__(self) -> None:
        self._clear()

    def _clear(self) -> None:
        self.sockets: set[Socket] = set()
        self.people: dict[int, set[Socket]] = {}
        self.allowances: dict[int, Allowance] = {}
        self.feeds: dict[str, Feed] = {}
        self.counts: Counter[str] = Counter()
        # Grows with every revocation: who asked the database before one must ask again.
        self.revision = 0
        self.heart, self.listener = Heart(self), Listener(self)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen to the layer on the running loop; returns once the first attempt has succeeded or failed."""
        if self._loop is not asyncio.get_running_loop():
            self._clear()
            self._loop = asyncio.get_running_loop()
            self.spawn(self.listener.run())
            self.spawn(self.heart.run())
        await self.listener.tried.wait()

    async def stop(self) -> None:
        """Leave the loop."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.listener.leave()
        self._clear()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run `work` on the loop; an error in it is logged and ends nothing else."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def enter(self, socket: Socket) -> None:
        """A socket whose person is known."""
        self.sockets.add(socket)
        self.people.setdefault(socket.user_id, set()).add(socket)

    def leave(self, socket: Socket) -> None:
        """A socket that is gone."""
        socket.end()
        for name in list(socket.subscriptions):
            self.unsubscribe(socket, name)
        self.sockets.discard(socket)
        here = self.people.get(socket.user_id, set())
        here.discard(socket)
        if not here:
            self.people.pop(socket.user_id, None)
        if socket.closing is not None:
            self.counts[f"closed_{int(socket.closing)}"] += 1

    def figures(self) -> dict[str, int]:
        """What goes on here, for the metrics."""
        here = {"sockets": len(self.sockets), "people": len(self.people), "streams": len(self.feeds)}
        return {**here, "layer_up": int(self.listener.up), **self.counts}

    def allowance(self, user_id: int) -> Allowance:
        """What this person may still say, over all their sockets here."""
        return self.allowances.setdefault(user_id, Allowance(*PERSON_FRAMES))

    def subscribe(self, socket: Socket, name: str, *, durable: bool) -> Subscription:
        """Listen to `name`, buffering: from this moment on nothing of it is missed."""
        self.unsubscribe(socket, name)
        feed = self.feeds.get(name)
        if feed is None:
            feed = self.feeds[name] = Feed(name, self.spawn, durable=durable)
        subscription = socket.subscriptions[name] = Subscription(socket, feed)
        feed.subscriptions.add(subscription)
        return subscription

    def unsubscribe(self, socket: Socket, name: str) -> bool:
        """Stop listening to `name`; whether it was."""
        subscription = socket.subscriptions.pop(name, None)
        if subscription is None:
            return False
        feed = subscription.feed
        feed.subscriptions.discard(subscription)
        if not feed.subscriptions and self.feeds.get(name) is feed:
            self.counts["gaps"] += feed.gaps
            del self.feeds[name]
            feed.close()
        return True

    def handle(self, item: Item) -> None:
        """One thing the layer brought. What a process of another version says and this one ignores is passed over."""
        match item:
            case ["event", str(name), int(seq), str(frame)]:
                if feed := self.feeds.get(name):
                    feed.hear(seq, frame)
            case ["hint", str(name), str(frame)]:
                self._hint(name, frame)
            case ["typing", str(name), str(frame), int(user_id)]:
                if feed := self.feeds.get(name):
                    feed.tell(frame, besides=user_id, idle_only=True)
            case ["revoke_user", int(user_id)]:
                self._revoke([*self.people.get(user_id, ())])
            case ["revoke_session", str(session)]:
                self._revoke([socket for socket in self.sockets if socket.session == session])
            case ["revoke_stream", int(user_id), str(name)]:
                self.revision += 1
                for socket in self.people.get(user_id, ()):
                    self.heart.revoke(socket, name)
            case ["recheck", int(user_id)]:
                self.revision += 1
                self.spawn(self.heart.examine([*self.people.get(user_id, ())], door=True))
            case ["recheck", None]:
                self.revision += 1
                self.spawn(self.heart.examine([*self.sockets], door=True))

    def _hint(self, name: str, frame: str) -> None:
        prefix, _colon, number = name.partition(":")
        if prefix == "user":  # heard unasked
            for socket in self.people.get(int(number), ()):
                socket.put(frame)
        elif feed := self.feeds.get(name):
            feed.tell(frame)

    def _revoke(self, sockets: list[Socket]) -> None:
        self.revision += 1
        for socket in sockets:
            socket.close(Close.REVOKED)

    def forget_absent(self) -> None:
        """A person's allowance outlives their sockets until the next beat, so that coming back refills nothing."""
        self.allowances = {user_id: kept for user_id, kept in self.allowances.items() if user_id in self.people}

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()) is not None:
            logger.error("A task of the hub failed", exc_info=failure)


hub = Hub()
