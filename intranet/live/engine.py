"""The real-time engine of a server process: on while the server is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from . import database
from .courier import courier
from .hub import hub


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """Courier and hub on the server's loop."""
    courier.attach()
    await hub.start()
    try:
        yield
    finally:
        await courier.detach()
        await hub.stop()
        database.close()
