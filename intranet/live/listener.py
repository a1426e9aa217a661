"""The hub's ear: its one subscription to the channel layer, and what to do when the layer is away."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from channels.layers import get_channel_layer

from .courier import GROUP, Item

if TYPE_CHECKING:
    from .hub import Hub

RETRY = 1.0
PATIENCE = 2
logger = logging.getLogger(__name__)


class Listener:
    """Listens for a hub. Layers lose things: whatever matters is found in the database too."""

    def __init__(self, hub: Hub):
        self.hub = hub
        self.up = True
        # The first attempt has succeeded or failed.
        self.tried = asyncio.Event()
        self.channel: str | None = None

    async def run(self) -> None:
        """Listen until cancelled."""
        while True:
            try:
                await self._listen()
            except Exception as failure:
                if self.up:
                    logger.warning("The channel layer is away, the database stands in: %r", failure)
            self.up = False
            self.tried.set()
            try:
                await self.hub.heart.stand_in()
            except Exception:
                logger.exception("Standing in for the layer failed")
            await asyncio.sleep(RETRY)

    async def stay_listed(self) -> None:
        """The layer forgets a listener after some minutes, and when it is emptied: be listed again."""
        if self.up and self.channel is not None:
            with suppress(Exception):  # `run` notices too, and says it
                await get_channel_layer().group_add(GROUP, self.channel)

    async def leave(self) -> None:
        """Be listed no more: nothing is kept for a process that is gone."""
        with suppress(Exception):
            async with asyncio.timeout(PATIENCE):
                await get_channel_layer().group_discard(GROUP, self.channel)

    async def _listen(self) -> None:
        layer = get_channel_layer()
        self.channel = self.channel or await layer.new_channel("hub")
        await layer.group_add(GROUP, self.channel)
        # What was published before the subscription was up is in the database.
        await self.hub.heart.fill_feeds()
        self.up = True
        self.tried.set()
        while True:
            message = await layer.receive(self.channel)
            for item in message["items"]:
                self._pass_on(item)

    def _pass_on(self, item: Item) -> None:
        try:
            self.hub.handle(item)
        except Exception:
            logger.exception("The hub could not follow %r", item[:2])
