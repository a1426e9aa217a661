"""Secrets: from the environment, from a file that the environment names, or kept on this machine (never in
production).
"""

import secrets
from pathlib import Path

from .base import env


def secret(name: str) -> str:
    """The value of `name`, or the content of the file that `<name>_FILE` names (as container secrets are given)."""
    if path := env.str(f"{name}_FILE", ""):
        return Path(path).read_text().strip()
    return env.str(name, "")


def kept_secret(path: Path) -> str:
    """A secret made once and kept in `path`, readable by its owner only: for demo, development and tests."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()
