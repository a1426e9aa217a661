"""A real server on a real port, and people signed in to it."""

from __future__ import annotations

import asyncio
import threading
from time import monotonic, sleep

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client as Browser

from intranet.live.models import Stream
from intranet.live.protocol import MAX_MESSAGE
from tests import databases
from tests.factories.people import UserFactory

from .client import Client
from .rooms import admit, aside

HEARTBEAT = 1.0


@pytest.fixture(scope="package")
def kept_rows(django_db_setup, django_db_blocker):
    """What these tests commit stays until the last of them: the record cannot be deleted. What follows finds the
    database as it is migrated.
    """
    yield
    with django_db_blocker.unblock():
        databases.drop(str(connections["default"].settings_dict["NAME"]))
        databases.fresh()


@pytest.fixture(scope="package")
def server(kept_rows, django_db_blocker):
    """The address of the whole site, served by a thread of this process."""
    kept, settings.LIVE_HEARTBEAT = settings.LIVE_HEARTBEAT, HEARTBEAT
    options = {"ws": "websockets-sansio", "ws_max_size": MAX_MESSAGE, "ws_per_message_deflate": False, "lifespan": "on"}
    # As the command: a task that does not end holds nothing up for ever.
    options["timeout_graceful_shutdown"] = 15
    running = uvicorn.Server(uvicorn.Config("intranet.asgi:application", port=0, log_config=None, **options))
    with django_db_blocker.unblock():
        thread = threading.Thread(target=running.run)
        thread.start()
        until(lambda: running.started)
        yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
        running.should_exit = True
        thread.join()
        settings.LIVE_HEARTBEAT = kept
        connections.close_all()


@pytest.fixture
def database(kept_rows, django_db_blocker):
    """The database as it is for the site: what is written is committed, and taken away afterwards."""
    with django_db_blocker.unblock():
        known = set(get_user_model().objects.values_list("pk", flat=True))
        yield
        Session.objects.all().delete()
        Stream.objects.all().delete()
        Group.objects.filter(name__startswith="room:").delete()
        get_user_model().objects.exclude(pk__in=known).delete()
        connections.close_all()


class Person:
    """Somebody with a session."""

    def __init__(self, *streams: str):
        self.user = UserFactory()
        admit(self.user, *streams)
        self.browser = Browser()
        self.browser.force_login(self.user, backend=settings.AUTHENTICATION_BACKENDS[0])
        self.session_key = self.browser.session.session_key


@pytest.fixture
def reader(database):
    """Somebody who hears room:1 and corridor:1."""
    return Person("room:1")


@pytest.fixture
def connected(server, database):
    """Open a socket as a person: `async with connected(person) as client`."""
    return lambda person, **options: Client(server, person.session_key, **options)


@pytest.fixture
async def client(connected, reader):
    """The reader's socket, greeted."""
    async with connected(reader) as client:
        await client.wait("hello")
        yield client


@pytest.fixture
def newcomer(database):
    """Make one more person who hears these streams."""
    return lambda *streams: aside(Person, *streams)


def until(condition, patience: float = 10) -> None:
    """Wait until `condition()` holds."""
    end = monotonic() + patience
    while not condition():
        assert monotonic() < end, "it never came to hold"
        sleep(0.01)


async def until_async(condition, patience: float = 10) -> None:
    """Wait on the loop until `condition()` holds."""
    async with asyncio.timeout(patience):
        while not condition():
            await asyncio.sleep(0.01)
