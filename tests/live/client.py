"""A client of the socket, as plain as one can be."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

PATIENCE = 10


class Client:
    """One connection: what it is sent, one object after another, whatever frames they came in."""

    def __init__(self, url: str, cookie: str = "", *, origin: str | None = "", **options: Any):
        self.url, self.options = url.replace("http", "ws", 1) + "/live/", options
        self.headers = {"Cookie": f"sessionid={cookie}"} if cookie else {}
        self.origin = url if origin == "" else origin
        self.came: list[dict[str, Any]] = []
        self.arrays = 0

    async def __aenter__(self) -> Client:
        self.socket = await connect(
            self.url, origin=self.origin, additional_headers=self.headers, compression=None, **self.options
        )
        return self

    async def __aexit__(self, *_exception: object) -> None:
        await self.socket.close()

    async def say(self, **frame: Any) -> None:
        """Send one frame."""
        await self.socket.send(json.dumps(frame))

    async def next(self, patience: float = PATIENCE) -> dict[str, Any]:
        """The next object; beats come at any time and are passed over."""
        while (frame := await self._next(patience))["op"] == "beat":
            continue
        return frame

    async def _next(self, patience: float) -> dict[str, Any]:
        while not self.came:
            said = json.loads(await asyncio.wait_for(self.socket.recv(), patience))
            self.arrays += isinstance(said, list)
            self.came.extend(said if isinstance(said, list) else [said])
        return self.came.pop(0)

    async def wait(self, op: str, patience: float = PATIENCE, **fields: Any) -> dict[str, Any]:
        """The next object with this `op` and these fields; what comes before is passed over."""
        async with asyncio.timeout(patience):
            while True:
                frame = await self._next(patience)
                if frame["op"] == op and all(frame.get(name) == value for name, value in fields.items()):
                    return frame

    async def sub(self, stream: str, since: int | None = None) -> dict[str, Any]:
        """Subscribe, and wait until caught up."""
        await self.say(op="sub", stream=stream, **({} if since is None else {"since": since}))
        return await self.wait("subbed", stream=stream)

    async def events(self, last: int) -> list[int]:
        """The numbers of the events that come, until `last`."""
        seqs = []
        while not seqs or seqs[-1] < last:
            seqs.append((await self.wait("event"))["seq"])
        return seqs

    async def closed(self, patience: float = PATIENCE) -> int:
        """Wait until the server closes; the code it gave."""
        try:
            async with asyncio.timeout(patience):
                while True:
                    await self.next(patience)
        except ConnectionClosed as closed:
            return closed.rcvd.code if closed.rcvd else 0
