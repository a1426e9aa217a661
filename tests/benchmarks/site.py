"""The whole site with the demo in it, served by a thread of this process: what the page benches measure."""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from statistics import median
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.test")
os.environ["PARVIS_MODE"] = "test"
os.environ.setdefault("PARVIS_DATA_DIR", tempfile.mkdtemp(prefix="parvis-bench-"))

import django

django.setup()

import uvicorn  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402

from intranet.accounts.models import User  # noqa: E402
from intranet.core.staticfiles import collect_if_stale  # noqa: E402
from intranet.demo.actions import load_demo  # noqa: E402
from tests import databases  # noqa: E402


@contextmanager
def demo_database() -> Iterator[None]:
    """A database of its own with the demo in it."""
    collect_if_stale()
    name = databases.fresh()
    try:
        load_demo()
        yield
    finally:
        databases.drop(name)


@contextmanager
def served(application: Any) -> Iterator[int]:
    """The port where `application` is served, until the end."""
    options: dict[str, Any] = {"ws": "websockets-sansio", "log_config": None, "access_log": False}
    server = uvicorn.Server(uvicorn.Config(application, port=0, **options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def cookie_of(slug: str) -> str:
    """The session cookie of somebody who is signed in."""
    client = Client()
    client.force_login(User.objects.get(slug=slug), backend="django.contrib.auth.backends.ModelBackend")
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def milliseconds(port: int, paths: dict[str, str], cookie: str, rounds: int) -> dict[str, float]:
    """The median time of each page, asked in turn, so that a slow moment of the machine falls on all of them."""
    connection = HTTPConnection("127.0.0.1", port)
    taken: dict[str, list[float]] = {name: [] for name in paths}
    for turn in range(rounds + 3):
        for name, path in paths.items():
            began = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie})
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise SystemExit(f"{path} answered {response.status}")
            if turn >= 3:
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: median(times) for name, times in taken.items()}
