"""The hub's heart: at each beat, ask the database who is still there, what they may hear, and what was missed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

from . import frames
from .database import Unreachable, ask
from .history import last_seqs
from .protocol import Close
from .rules import Verdict, examine
from .sockets import Socket

if TYPE_CHECKING:
    from .hub import Hub

# Sessions asked about in one go: few enough that other questions are not kept waiting.
SESSIONS_A_QUESTION = 20
# While the layer is away, the rules are asked again this often (seconds): a revocation holds within five.
STAND_IN = 3.0
logger = logging.getLogger(__name__)


class Heart:
    """Beats of a hub. Where the database cannot be asked, the sockets concerned are closed: nothing is presumed."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self._examined = 0.0

    async def run(self) -> None:
        """Beat until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        while True:
            due = max(due + settings.LIVE_HEARTBEAT, loop.time())
            await asyncio.sleep(due - loop.time())
            try:
                await self.hub.listener.stay_listed()
                await self.examine([*self.hub.sockets], beat=True)
            except Exception:
                logger.exception("A beat failed")
            self.hub.forget_absent()

    async def examine(self, sockets: Iterable[Socket], *, beat: bool = False, door: bool = False) -> None:
        """Ask the rules again for all that `sockets` hear, and with `door` whether they would open at all; take away
        what no longer holds.
        """
        sessions: dict[str, list[Socket]] = {}
        for socket in sockets:
            sessions.setdefault(socket.session_key, []).append(socket)
        keys = list(sessions)
        for start in range(0, len(keys), SESSIONS_A_QUESTION):
            asked = {key: sessions[key] for key in keys[start : start + SESSIONS_A_QUESTION]}
            await self._examine(asked, beat, door)

    async def fill_feeds(self) -> None:
        """Give every feed what the database has beyond its cursor."""
        names = [name for name, feed in self.hub.feeds.items() if feed.durable]
        try:
            await self._fill(await ask(last_seqs, names) if names else {})
        except Unreachable:
            for socket in self.hub.sockets:
                socket.close(Close.UNREACHABLE)

    async def stand_in(self) -> None:
        """The layer is away: read the streams, and now and then the rules, from the database."""
        await self.fill_feeds()
        now = asyncio.get_running_loop().time()
        if now - self._examined >= STAND_IN:
            self._examined = now
            await self.examine([*self.hub.sockets])

    def revoke(self, socket: Socket, name: str) -> None:
        """This socket no longer hears `name`."""
        if self.hub.unsubscribe(socket, name):
            socket.put(frames.revoked(name))

    async def _examine(self, sessions: dict[str, list[Socket]], beat: bool, door: bool) -> None:
        listeners = [(key, {name for each in here for name in each.subscriptions}) for key, here in sessions.items()]
        try:
            verdicts, seqs = await ask(examine, listeners, door)
        except Unreachable:
            for here in sessions.values():
                for socket in here:
                    socket.close(Close.UNREACHABLE)
            return
        await self._fill(seqs)
        for (key, asked), verdict in zip(listeners, verdicts, strict=True):
            for socket in sessions[key]:
                self._apply(socket, asked, verdict)
                if beat:
                    socket.put(frames.beat(_seqs_of(socket, seqs)))

    def _apply(self, socket: Socket, asked: set[str], verdict: Verdict | None) -> None:
        if verdict is None:
            socket.close(Close.REVOKED)
            return
        socket.name = verdict.name
        for name in asked - verdict.heard:
            self.revoke(socket, name)

    async def _fill(self, seqs: dict[str, int]) -> None:
        for name, last in seqs.items():
            feed = self.hub.feeds.get(name)
            if feed is not None and feed.durable and feed.cursor is not None and feed.cursor < last:
                await feed.fill()


def _seqs_of(socket: Socket, seqs: dict[str, int]) -> dict[str, int]:
    return {
        name: seqs[name]
        for name, subscription in socket.subscriptions.items()
        if subscription.live and subscription.feed.durable and name in seqs
    }
