"""Engines for a moment: an index of their own, gone at the end. For measures and for the tests of the contract."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db.utils import ConnectionHandler

from .base import Engine
from .elastic import ElasticEngine
from .sqlite import SqliteEngine


@contextmanager
def scratch(name: str) -> Iterator[Engine]:
    """The engine `name` over an empty index."""
    with MAKERS[name]() as engine:
        engine.create()
        try:
            yield engine
        finally:
            engine.remove()


@contextmanager
def _sqlite() -> Iterator[Engine]:
    """In memory, whatever the site's database is."""
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}})
    connection = handler["default"]
    try:
        yield SqliteEngine(connection)
    finally:
        connection.close()


@contextmanager
def _elasticsearch() -> Iterator[Engine]:
    if not settings.ELASTICSEARCH_URL:
        raise ValueError("ELASTICSEARCH_URL is not set")
    yield ElasticEngine(settings.ELASTICSEARCH_URL, f"{settings.ELASTICSEARCH_INDEX}-scratch-{uuid.uuid4().hex[:12]}")


MAKERS: dict[str, Callable[[], AbstractContextManager[Engine]]] = {"sqlite": _sqlite, "elasticsearch": _elasticsearch}
