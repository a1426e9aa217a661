"""How much one socket, and one person over all their sockets, may say."""

from __future__ import annotations

from time import monotonic

SOCKETS_A_PERSON = 40
STREAMS_A_SOCKET = 100
FAULTS = 5
# Frames: how many at once, then how many a second.
SOCKET_FRAMES = (100, 10)
PERSON_FRAMES = (400, 40)
TYPING_PAUSE = 2.0


class Allowance:
    """A bucket of frames that refills with time."""

    __slots__ = ("at", "burst", "left", "rate")

    def __init__(self, burst: float, rate: float):
        self.burst, self.rate = burst, rate
        self.left, self.at = burst, monotonic()

    def take(self) -> bool:
        """Whether one more frame is allowed now."""
        now = monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True
