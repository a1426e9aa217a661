"""The command that serves: it starts, it ends when told to, it says what is wrong."""

import asyncio
import signal
import socket

import pytest
from django.core.management import CommandError, call_command

from intranet.live.management.commands.serve import listen

from .client import Client
from .processes import ServerProcess


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_cleanly_and_its_readers_come_back(reader, number):
    process = await asyncio.to_thread(lambda: ServerProcess().start().ready())
    async with Client(process.url, reader.session_key) as client:
        await client.sub("room:1", 0)
        code, said = await asyncio.to_thread(process.end, number)
        assert (code, "Traceback" in said) == (0, False), said
        assert await client.closed() == 1012  # the server restarts


def test_a_port_that_is_taken_is_said_in_a_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Cannot listen on 127.0.0.1, port {port}: Address already in use."):
            call_command("serve", port=port)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_a_peer_that_vanishes_is_given_up_after_half_a_minute(host):
    with listen(host, 0) as listening:
        listening.listen()
        with socket.create_connection(listening.getsockname()[:2]), listening.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 30_000


def test_several_processes_need_redis(settings):
    settings.REDIS_URL = ""
    with pytest.raises(CommandError, match="REDIS_URL"):
        call_command("serve", workers=2)
