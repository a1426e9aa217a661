"""`make demo`, from a bare Python: makes the environment, then hands over to `manage.py demo`.

Uses the standard library alone, since nothing else is installed yet. Run again, it finds the work done.
"""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ENVIRONMENT = ROOT / ".cache" / "demo-environment"
# A folder of its own, so that starting afresh never touches anything else.
DATA = Path(os.environ.get("PARVIS_DATA_DIR") or ROOT / "var").resolve() / "demo"
LOCK = ROOT / "requirements-demo.lock"
NEEDED_MB = 600


def main() -> int:
    """Check what can be checked, install what is missing, serve."""
    reset = "--reset" in sys.argv[1:]
    port = os.environ.get("PARVIS_PORT", "8000")
    if sys.version_info < (3, 11):
        return stop(
            f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}. Try: make demo PYTHON=python3.12"
        )
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return stop(f"PARVIS_PORT is a number from 1 to 65535, not {port!r}.")
    if taken(int(port)):
        return stop(f"Port {port} is taken. Choose another: make demo PARVIS_PORT=8001")
    if shutil.disk_usage(ROOT).free < NEEDED_MB * 2**20:
        return stop(f"The disk is full: {NEEDED_MB} MB are needed here.")
    try:
        python = environment()
    except subprocess.CalledProcessError as failure:
        return stop(f"Installing failed (see above): {' '.join(map(str, failure.cmd[:5]))}…")
    except OSError as failure:
        return stop(f"Cannot write here: {failure}")
    if reset:
        shutil.rmtree(DATA, ignore_errors=True)
    settings = {
        "PARVIS_MODE": "demo",
        "PARVIS_DATA_DIR": str(DATA),
        "PARVIS_URL": f"http://127.0.0.1:{port}",
        "PARVIS_REQUIRE_MFA": "0",
        "PYTHONUNBUFFERED": "1",
    }
    others = (
        "DJANGO_SETTINGS_MODULE",
        "DATABASE_URL",
        "REDIS_URL",
        "ELASTICSEARCH_URL",
        "EMAIL_URL",
        "PARVIS_HOSTS",
        "PARVIS_SEARCH_ENGINE",
    )
    inherited = {name: value for name, value in os.environ.items() if name not in others}
    command = [str(python), str(ROOT / "manage.py"), "demo", "--port", port]
    os.chdir(ROOT)
    os.execve(python, command, inherited | settings)
    return 0


def environment() -> Path:
    """The Python of an environment that has the locked libraries; made or renewed when the lock has changed."""
    python = ENVIRONMENT / "bin" / "python"
    stamp = ENVIRONMENT / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted and python.exists():
        return python
    began = time.monotonic()
    print("Installing Parvis's libraries, once (about a minute)…", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    ENVIRONMENT.parent.mkdir(exist_ok=True)
    made = subprocess.run([sys.executable, "-m", "venv", ENVIRONMENT], capture_output=True, text=True, check=False)
    if made.returncode:
        print(made.stdout + made.stderr, file=sys.stderr)
        sys.exit(stop("Python's venv module is missing or broken. On Debian: apt-get install python3-venv"))
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    subprocess.run(install, check=True)
    stamp.write_text(wanted)
    print(f"Libraries installed ({time.monotonic() - began:.0f} s).", flush=True)
    return python


def taken(port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def stop(line: str) -> int:
    """Say why it cannot start, in one line."""
    print(f"make demo: {line}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
