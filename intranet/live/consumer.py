"""The socket's door: who is there, what they ask for."""

from __future__ import annotations

import asyncio
import logging
from time import monotonic
from typing import Any

from channels.consumer import AsyncConsumer
from channels.exceptions import StopConsumer
from django.conf import settings
from django.http import parse_cookie

from . import engine, frames, rules
from .courier import courier
from .database import Unreachable, ask
from .hub import hub
from .limits import FAULTS, SOCKETS_A_PERSON, STREAMS_A_SOCKET, TYPING_PAUSE
from .protocol import Ask, Close, FaultyFrame, parse
from .sockets import Socket

logger = logging.getLogger(__name__)


class LiveConsumer(AsyncConsumer):
    """One connection. It has no channel of its own: the hub writes to its outbox."""

    channel_layer_alias = "none"
    socket: Socket | None = None

    async def __call__(self, scope, receive, send):
        self.task = asyncio.current_task()
        try:
            await super().__call__(scope, receive, send)
        except asyncio.CancelledError:
            # Our own: the peer did not read even its close frame.
            if self.socket is None or not self.socket.aborted:
                raise
        finally:
            if self.socket is not None:
                hub.leave(self.socket)

    async def dispatch(self, message):
        """Without Channels' hop to a thread before each event, to look at connections: ours look after their own."""
        match message["type"]:
            case "websocket.connect":
                await self.connect()
            case "websocket.receive":
                await self.receive(message.get("text"))
            case "websocket.disconnect":
                raise StopConsumer

    async def connect(self) -> None:
        """Say hello to a person signed in; close with a reason otherwise: a refused handshake has none."""
        await engine.start()  # for a server without lifespan
        session_key = _session_key(self.scope)
        refusal, user = await _recognise(session_key)
        await self.base_send({"type": "websocket.accept"})
        if refusal is not None:
            await self.base_send({"type": "websocket.close", "code": int(refusal)})
            return
        self.socket = socket = Socket(self.base_send, self.task.cancel)
        socket.user_id, socket.name = user.pk, user.get_full_name()
        socket.session_key, socket.session = session_key, rules.digest_of(session_key)
        hub.enter(socket)
        socket.spawn(socket.write())
        socket.put(frames.hello(settings.LIVE_HEARTBEAT))

    async def receive(self, text: str | None) -> None:
        """Follow what a frame asks for."""
        socket = self.socket
        if socket is None:
            return
        try:
            for each in parse(text):
                if socket.closing is not None:
                    return
                if not (socket.allowance.take() and hub.allowance(socket.user_id).take()):
                    raise FaultyFrame("throttled", each.stream)
                await getattr(self, f"on_{each.op}")(socket, each)
        except FaultyFrame as fault:
            self.count(socket, fault)
        except Unreachable:
            socket.close(Close.UNREACHABLE)

    def count(self, socket: Socket, fault: FaultyFrame) -> None:
        """A frame that was not followed: said, counted, and the fifth closes."""
        hub.counts[f"fault_{fault.code}"] += 1
        socket.faults += 1
        said = frames.error(fault.code, fault.stream)
        if socket.faults < FAULTS:
            socket.put(said)
        else:
            socket.close(Close.FAULTS, last=said)

    async def on_sub(self, socket: Socket, asked: Ask) -> None:
        """Rule, then buffer, then history, then live. Asked again on the same stream, it begins again from `since`."""
        name = asked.stream
        if name == f"user:{socket.user_id}":
            socket.put(frames.subbed(name, None))
            return
        found = rules.plug_of(name)
        if found is None or not await self.may_hear(socket, name):
            socket.put(frames.error("not_found", name))
            return
        if len(socket.subscriptions) >= STREAMS_A_SOCKET and name not in socket.subscriptions:
            raise FaultyFrame("throttled", name)
        subscription = hub.subscribe(socket, name, durable=found[0].durable)
        if found[0].durable:
            await subscription.begin(asked.seq)
        else:
            subscription.start_at(0)
        if subscription.live:
            socket.put(frames.subbed(name, subscription.cursor if found[0].durable else None))

    async def on_unsub(self, socket: Socket, asked: Ask) -> None:
        """Hear it no more."""
        hub.unsubscribe(socket, asked.stream)

    async def on_read(self, socket: Socket, asked: Ask) -> None:
        """The page showed the stream up to `seq`; nobody has read what was not sent."""
        subscription = socket.subscriptions.get(asked.stream)
        if subscription is None:
            socket.put(frames.error("not_found", asked.stream))
            return
        seq = min(asked.seq, subscription.cursor)
        try:
            read = await ask(rules.read, socket.session_key, asked.stream, seq)
        except Unreachable:
            raise
        except Exception:
            logger.exception("Reading of %s could not be noted", asked.stream)
            return
        if not read:
            socket.put(frames.error("not_found", asked.stream))

    async def on_typing(self, socket: Socket, asked: Ask) -> None:
        """Pass on that this person writes, by the name that the server knows; too often is dropped without a word."""
        now = monotonic()
        if asked.stream in socket.subscriptions and now - socket.typed.get(asked.stream, 0.0) >= TYPING_PAUSE:
            socket.typed[asked.stream] = now
            if not await ask(rules.may_type, socket.session_key, asked.stream):
                return
            frame = frames.typing(asked.stream, socket.name)
            courier.send(["typing", asked.stream, frame, socket.user_id], droppable=True)

    async def on_ping(self, socket: Socket, asked: Ask) -> None:
        """Answer at once with what this process knows."""
        live = [each for each in socket.subscriptions.values() if each.live and each.feed.durable]
        socket.put(frames.beat({each.feed.name: each.feed.cursor for each in live}))

    async def may_hear(self, socket: Socket, name: str) -> bool:
        """The rule's answer, asked again when a revocation came while it was asked."""
        revision = None
        heard: bool | None = False
        while revision != hub.revision:
            revision = hub.revision
            heard = await ask(rules.may_hear, socket.session_key, name)
        if heard is None:
            socket.close(Close.REVOKED)
        return bool(heard)


async def _recognise(session_key: str | None) -> tuple[Close | None, Any]:
    """Why not, or who: asked again when a revocation came meanwhile, since this socket is not in the hub yet."""
    revision, user = None, None
    try:
        while revision != hub.revision:
            revision = hub.revision
            user = await ask(rules.who_enters, session_key)
    except Unreachable:
        return Close.UNREACHABLE, None
    if user is None:
        return Close.SIGNED_OUT, None
    if len(hub.people.get(user.pk, ())) >= SOCKETS_A_PERSON:
        return Close.TOO_MANY, None
    return None, user


def _session_key(scope: dict[str, Any]) -> str | None:
    cookies: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookies |= parse_cookie(value.decode("latin1"))
    return cookies.get(settings.SESSION_COOKIE_NAME)
