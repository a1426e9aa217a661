"""Sending to an engine outside the database what it has not got yet. Killed at any point, it goes on the next time."""

from __future__ import annotations

import logging

from elasticsearch import ApiError, TransportError

from . import engines
from .engines import Engine
from .models import SearchEntry

logger = logging.getLogger(__name__)


def sync() -> int:
    """Send every entry whose version is ahead, and note what was taken. Returns how many were."""
    engine = engines.elsewhere()
    if engine is None:
        return 0
    sent = 0
    try:
        for batch in SearchEntry.objects.unsynced().batches():
            sent += _send(engine, batch)
    except (ApiError, TransportError) as error:
        # The next sweep finds the same entries.
        logger.warning("search.sync: %s", error)
    return sent


def _send(engine: Engine, batch: list[SearchEntry]) -> int:
    refused = engine.index([entry.indexed() for entry in batch])
    taken = [entry for entry in batch if entry.key not in refused]
    for entry in taken:
        # The version that was sent: one written meanwhile stays ahead.
        entry.synced_version = entry.version
    SearchEntry.objects.bulk_update(taken, ["synced_version"])
    return len(taken)
