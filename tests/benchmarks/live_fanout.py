"""How fast a message reaches a full room: this project's hub, stock Channels, bare `websockets`, in one run.

    python -m tests.benchmarks.live_fanout [--sockets 500] [--rate 20] [--seconds 10] [--burst 200]

The same machine, the same message, the same client; servers one after another, each in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import re
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic_ns
from typing import Any

SENT = re.compile(rb"t=(\d+);")
KINDS = {"hub": "Parvis (persisted, hub)", "channels": "stock Channels consumer", "bare": "bare websockets"}
HELLO = (
    "GET /live/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Origin: http://127.0.0.1:{port}\r\nCookie: {cookie}\r\n\r\n"
)
PATIENCE = 120
SILENCE = 12
ENDING = 30
# What the stock consumer cannot send any more it says in thousands of lines.
QUIET = subprocess.DEVNULL


@dataclass
class Tally:
    """What all the sockets have received since `begun`."""

    open: int = 0
    subbed: int = 0
    begun: int = 0
    last: int = 0
    latencies: list[float] = field(default_factory=list)


class Ear(asyncio.Protocol):
    """One connection that only listens: it looks for the moments that messages carry."""

    def __init__(self, tally: Tally, port: int, cookie: str):
        self.tally, self.port, self.cookie = tally, port, cookie
        self.rest = b""
        self.opened = False

    def connection_made(self, transport: Any) -> None:
        """Shake hands."""
        self.transport = transport
        transport.write(HELLO.format(port=self.port, cookie=self.cookie).encode())

    def data_received(self, data: bytes) -> None:
        """Note when each message came."""
        now = monotonic_ns()
        if not self.opened:
            self._open(data)
        self.tally.subbed += data.count(b'"subbed"')
        data = self.rest + data
        end = 0
        for found in SENT.finditer(data):
            self.tally.latencies.append((now - int(found[1])) / 1e6)
            self.tally.last = now
            end = found.end()
        self.rest = data[max(end, len(data) - 32) :]

    def connection_lost(self, _reason: Exception | None) -> None:
        """Fewer ears from now on."""
        self.tally.open -= self.opened

    def _open(self, data: bytes) -> None:
        if not data.startswith(b"HTTP/1.1 101"):
            raise ConnectionError(data[:200])
        self.opened = True
        self.tally.open += 1
        # The hub waits to be asked; the others pass over it.
        asked = b'{"op":"sub","stream":"room:1"}'
        self.transport.write(bytes([0x81, 0x80 | len(asked)]) + bytes(4) + asked)


async def measure(kind: str, options: argparse.Namespace) -> dict[str, float]:
    """Start the server, fill the room, pace, burst."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.benchmarks.live_servers", kind, str(port), str(options.sockets)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=QUIET, text=True)
    tally, loop, paced = Tally(), asyncio.get_running_loop(), options.rate * options.seconds
    try:
        cookies = json.loads(await asyncio.to_thread(server.stdout.readline))
        for number in range(options.sockets):
            ear = partial(Ear, tally, port, cookies[number % len(cookies)])
            await loop.create_connection(ear, "127.0.0.1", port)
        await settle(lambda: tally.open == options.sockets and (kind != "hub" or tally.subbed >= options.sockets))
        await obeyed(server, tally, f"pace {options.rate} {options.seconds}", paced * options.sockets)
        heard = len(tally.latencies)
        latencies = sorted(tally.latencies) or [math.inf]
        await obeyed(server, tally, f"burst {options.burst}", options.burst * options.sockets)
        return {
            "p50": latencies[len(latencies) // 2],
            "p99": latencies[len(latencies) * 99 // 100],
            "lost": 1 - heard / (paced * options.sockets),
            "deliveries": len(tally.latencies) / max(1e-9, (tally.last - tally.begun) / 1e9),
        }
    finally:
        server.stdin.close()  # its last order: end
        try:
            await asyncio.to_thread(server.wait, ENDING)
        except subprocess.TimeoutExpired:
            server.kill()
        server.stdout.close()


async def obeyed(server: Any, tally: Tally, order: str, expected: int) -> None:
    """Give the order and wait for every delivery, or until nothing has come for a while."""
    await asyncio.sleep(1)
    tally.latencies, tally.begun = [], monotonic_ns()
    tally.last = tally.begun
    server.stdin.write(order + "\n")
    server.stdin.flush()
    await settle(lambda: len(tally.latencies) >= expected or monotonic_ns() - tally.last > SILENCE * 1e9)


async def settle(condition: Callable[[], bool]) -> None:
    """Wait until `condition()` holds."""
    async with asyncio.timeout(PATIENCE):
        while not condition():
            await asyncio.sleep(0.05)


def main() -> None:
    """Measure the three and print them side by side."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in {"sockets": 500, "rate": 20, "seconds": 10, "burst": 200}.items():
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--kind", choices=KINDS, help="only this one")
    options = parser.parse_args()
    print(f"{options.sockets} sockets in one room, {options.rate} messages a second for {options.seconds} s;")
    print(f"then {options.burst} messages as fast as they go.\n")
    print(f"{'':28}{'p50 ms':>10}{'p99 ms':>10}{'lost':>8}{'deliveries/s':>15}")
    found = {}
    for kind, name in KINDS.items():
        if options.kind not in (None, kind):
            continue
        got = found[kind] = asyncio.run(measure(kind, options))
        print(f"{name:28}{got['p50']:10.1f}{got['p99']:10.1f}{got['lost']:8.1%}{got['deliveries']:15,.0f}", flush=True)
    for kind in ("channels", "bare") if len(found) == len(KINDS) else ():
        faster = found["hub"]["deliveries"] / (found[kind]["deliveries"] or math.nan)
        slower = found["hub"]["p99"] / found[kind]["p99"]
        print(f"\nParvis / {KINDS[kind]}: {faster:.2f}× the deliveries, {slower:.3f}× the p99", end="")
    print()


if __name__ == "__main__":
    main()
