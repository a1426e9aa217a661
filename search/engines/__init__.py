"""The engines, behind one interface, and which of them this site has."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from .base import Engine, Rebuild
from .elastic import ElasticEngine
from .sqlite import SqliteEngine

__all__ = ["Engine", "Rebuild", "database", "elsewhere", "is_elsewhere"]


def is_elsewhere() -> bool:
    """Whether the engine that answers lives outside the database, and has to be sent what was written."""
    return bool(settings.SEARCH_ENGINE == "elasticsearch")


def elsewhere() -> Engine | None:
    """The engine outside the database, when the site has one."""
    return ElasticEngine(settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_INDEX) if is_elsewhere() else None


def database() -> Engine | None:
    """The engine inside the database, written in the same transaction; it answers alone, or when the other one is
    away.
    """
    return SqliteEngine(connection) if connection.vendor == "sqlite" else None


def all_engines() -> list[Engine]:
    """Those of this site, the one that answers first."""
    return [engine for engine in (elsewhere(), database()) if engine]
