"""Servers that may be stopped and killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from django.db import connection

from .conftest import HEARTBEAT, until

ROOT = Path(__file__).resolve().parent.parent.parent


class ServerProcess:
    """One server on a port that it keeps through its lives."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> ServerProcess:
        """Begin, without waiting."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.live.server", str(connection.settings_dict["NAME"]), str(self.port)],
            cwd=ROOT,
            env={**os.environ, "PARVIS_LIVE_HEARTBEAT": str(HEARTBEAT), "PARVIS_URL": self.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def ready(self) -> ServerProcess:
        """Wait until it answers."""
        until(self._answers, patience=60)
        return self

    def _answers(self) -> bool:
        assert self.process.poll() is None, self.process.stdout.read()
        try:
            with urllib.request.urlopen(f"{self.url}/livez", timeout=5) as answer:  # noqa: S310
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError):
            return False

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Send the signal; the exit code, and all it has said."""
        self.process.send_signal(number)
        said, _nothing = self.process.communicate(timeout=30)
        return self.process.returncode, said
