"""`manage.py serve`: pages and sockets, in one uvicorn process a core."""

import os
import signal
import socket
import sys

import uvicorn
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from uvicorn.supervisors import Multiprocess

from intranet.live.protocol import MAX_MESSAGE

# A peer that vanished without a word holds what was sent to it no longer than this.
DEAD_PEER_MS = 30_000


class Command(BaseCommand):
    """Starts the server with the options that the live engine relies on."""

    help = "Serve Parvis: pages, sockets and, in the embedded default, its jobs."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PARVIS_PORT", "8000")))
        parser.add_argument("--workers", type=int, default=1, help="processes; more than one needs REDIS_URL")

    def handle(self, *, host, port, workers, **options):
        if workers > 1 and (settings.EMBEDDED_WORKER or not settings.REDIS_URL):
            raise CommandError("Several processes need REDIS_URL, and PARVIS_EMBEDDED_WORKER off.")
        config = uvicorn.Config(
            "intranet.asgi:application",
            lifespan="on",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=15,
            workers=workers,
            ws="websockets-sansio",
            ws_max_size=MAX_MESSAGE,
            ws_per_message_deflate=False,
        )
        listening = listen(host, port)
        # uvicorn raises again, once it has stopped, the signal that stopped it.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: sys.exit(0))
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; its options hold for every connection it accepts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_PEER_MS)
    try:
        listening.bind((host, port))
    except OSError as failure:
        listening.close()
        raise CommandError(f"Cannot listen on {host}, port {port}: {failure.strerror}.") from failure
    listening.set_inheritable(True)
    return listening
