"""The process that serves the site."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.services.servers import free_port

ROOT = Path(__file__).resolve().parent.parent.parent


def answers(url: str) -> bool:
    """Whether the site is there."""
    try:
        with urllib.request.urlopen(f"{url}/livez", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


class Site:
    """The site on a port of its own, while the block lasts."""

    def __init__(self, database: str, files: Path, environment: dict[str, str]) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.server", database, str(port), str(files)],
            cwd=ROOT,
            env={**os.environ, **environment, "PARVIS_URL": self.url},
        )

    def __enter__(self) -> Site:
        end = time.monotonic() + 60
        while not answers(self.url):
            assert self.process.poll() is None, "the site has not started"
            assert time.monotonic() < end, "the site does not answer"
            time.sleep(0.05)
        return self

    def __exit__(self, *_raised: object) -> None:
        # Nothing of it is kept: no need to let it say goodbye.
        self.process.kill()
        self.process.wait(30)
