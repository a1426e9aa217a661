"""The three servers that `live_fanout` compares: `python -m tests.benchmarks.live_servers KIND PORT SOCKETS`.

Each prints one line of JSON when it is ready (the cookies to come with), then obeys standard input:
`pace RATE SECONDS` sends at a steady rate, `burst COUNT` as fast as it can. A message says when it was sent.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from importlib import import_module
from time import monotonic_ns, sleep
from typing import Any

import django
import uvicorn
from channels.auth import AuthMiddlewareStack
from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings
from websockets.asyncio.server import broadcast, serve

SOCKETS_A_SESSION = 25
FILLING = "Bonjour à toutes et à tous, voici le fichier de contrôle dont nous parlions ce matin. " * 6
OPTIONS = {"ws": "websockets-sansio", "ws_per_message_deflate": False, "log_config": None, "access_log": False}


def words() -> str:
    """A message of ordinary length, with the moment it was sent."""
    return f"<article><p>t={monotonic_ns()};{FILLING}</p></article>"


def obey(send: Callable[[], None]) -> None:
    """Follow the orders on standard input, until it ends."""
    for line in sys.stdin:
        match line.split():
            case ["pace", rate, seconds]:
                begun = monotonic_ns()
                for number in range(int(float(rate) * float(seconds))):
                    sleep(max(0.0, number / float(rate) - (monotonic_ns() - begun) / 1e9))
                    send()
            case ["burst", count]:
                for _ in range(int(count)):
                    send()
    os.kill(os.getpid(), signal.SIGINT)


def ready(send: Callable[[], None], cookies: list[str]) -> None:
    """Say so, and begin to obey in a thread."""
    sys.stdout.write(json.dumps(cookies) + "\n")
    sys.stdout.flush()
    threading.Thread(target=obey, args=[send], daemon=True).start()


def people(count: int) -> list[str]:
    """Sessions of people who hear room:1."""
    rooms = import_module("tests.live.rooms")
    conftest = import_module("tests.live.conftest")
    cookies = []
    for _ in range(count):
        person = conftest.Person("room:1")
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={person.session_key}")
    rooms.connections.close_all()
    return cookies


class TutorialConsumer(AsyncWebsocketConsumer):
    """The chat of Channels' tutorial."""

    async def connect(self) -> None:
        await self.channel_layer.group_add("room", self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        await self.channel_layer.group_discard("room", self.channel_name)

    async def chat_message(self, event: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps({"message": event["message"]}))


async def hub(port: int, cookies: list[str]) -> None:
    """This project: written to the database, published after commit, fanned out by the hub."""
    application = import_module("intranet.asgi").application
    post = import_module("tests.live.rooms").post
    await run(application, port, lambda: post("room:1", 1, words()), cookies)


async def channels(port: int, cookies: list[str]) -> None:
    """Stock Channels: `group_send` from the loop that owns the layer (the best case), nothing written."""
    loop, layer = asyncio.get_running_loop(), get_channel_layer()

    def send() -> None:
        message = {"type": "chat.message", "message": words()}
        asyncio.run_coroutine_threadsafe(layer.group_send("room", message), loop).result()

    await run(AuthMiddlewareStack(TutorialConsumer.as_asgi()), port, send, cookies)


async def run(application: Any, port: int, send: Callable[[], Any], cookies: list[str]) -> None:
    """Under uvicorn, with the options of `manage.py serve`."""
    server = uvicorn.Server(uvicorn.Config(application, port=port, **OPTIONS))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    ready(send, cookies)
    await serving


async def bare(port: int, cookies: list[str]) -> None:
    """`websockets` alone: `broadcast` to every connection."""
    loop = asyncio.get_running_loop()

    async def keep(connection: Any) -> None:
        await connection.wait_closed()

    async with serve(keep, "127.0.0.1", port, compression=None) as server:
        ready(lambda: loop.call_soon_threadsafe(lambda: broadcast(server.connections, words())), cookies)
        await asyncio.Future()


KINDS: dict[str, Callable[[int, list[str]], Awaitable[None]]] = {"hub": hub, "channels": channels, "bare": bare}


def main() -> None:
    """Prepare what is outside the loop, then serve."""
    kind, port, sockets = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    os.environ["DJANGO_SETTINGS_MODULE"] = "intranet.settings.test"
    import_module("tests.environment")
    django.setup()
    databases = import_module("tests.databases")
    name = databases.fresh()
    loops = uvicorn.Config("", log_config=None).get_loop_factory()
    try:
        cookies = people(-(-sockets // SOCKETS_A_SESSION)) if kind != "bare" else [""]
        with asyncio.Runner(loop_factory=loops) as runner:
            runner.run(KINDS[kind](port, cookies))
    except KeyboardInterrupt:
        sys.stderr.write("ended\n")
    finally:
        databases.drop(name)


if __name__ == "__main__":
    main()
