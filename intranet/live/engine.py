"""The real-time engine of a server process: on while the server is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from . import database
from .courier import courier
from .hub import hub


async def start() -> None:
    """Courier and hub on the running loop; nothing when they are there already."""
    courier.attach()
    await hub.start()


@asynccontextmanager
async def running() -> AsyncIterator[None]:
    """The engine, for the server's lifespan."""
    await start()
    try:
        yield
    finally:
        await courier.detach()
        await hub.stop()
        database.close()
