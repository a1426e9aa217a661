"""What runs while the server does."""

from __future__ import annotations

import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Any

from django.urls import get_resolver

logger = logging.getLogger(__name__)


class Lifespan:
    """ASGI's lifespan: enters each part when the server starts, leaves them in reverse order when it stops."""

    def __init__(self, *parts: Callable[[], AbstractAsyncContextManager[None]]):
        self.parts = parts

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        await receive()
        try:
            async with AsyncExitStack() as running:
                try:
                    for part in self.parts:
                        await running.enter_async_context(part())
                except Exception as failure:
                    logger.exception("The server does not start")
                    await send({"type": "lifespan.startup.failed", "message": str(failure)})
                    return
                await send({"type": "lifespan.startup.complete"})
                await receive()
        except Exception as failure:
            logger.exception("A part of the server did not stop well")
            await send({"type": "lifespan.shutdown.failed", "message": str(failure)})
            return
        await send({"type": "lifespan.shutdown.complete"})


@asynccontextmanager
async def settled() -> AsyncIterator[None]:
    """What has been loaded by now stays until the end, and the collector no longer walks through it: with all of Django
    and Wagtail to look at, each full collection stopped every page and socket for 170 ms; since then, for 15.

    It comes when some pages were made, not several times in each: a page makes and drops tens of thousands of objects,
    and few are left for it. A space's home took 1.8 times a bare page, and takes 1.6 (one run before, one after).
    """
    _pages = get_resolver().url_patterns  # and all that they import
    gc.collect()
    gc.freeze()
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
