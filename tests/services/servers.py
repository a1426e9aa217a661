"""Private instances of what Parvis talks to: on free ports, under `.cache/`, stopped when the tests are done.

Standard library only. A service whose address is in the environment is used as it is.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CACHE = ROOT / ".cache" / "services"


class Missing(Exception):
    """Something the tests need is not installed; the message says what."""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_all(stack: ExitStack) -> dict[str, str]:
    """Start what the environment does not give; return the addresses. `stack` stops them."""
    starters: dict[str, Callable[[ExitStack], str]] = {
        "DATABASE_URL": _postgres,
        "REDIS_URL": _redis,
        "ELASTICSEARCH_URL": _elasticsearch,
    }
    addresses = {}
    for name, start in starters.items():
        began = time.monotonic()
        addresses[name] = os.environ.get(name) or start(stack)
        print(f"  {name.removesuffix('_URL').lower():<14} ready ({time.monotonic() - began:.1f} s)", flush=True)
    return addresses


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's server programs, which Debian keeps off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    return folders[-1].parent if folders else None


def _postgres(stack: ExitStack) -> str:
    programs = postgres_programs()
    if not programs:
        raise Missing("PostgreSQL's server")
    port, account = free_port(), "postgres" if os.geteuid() == 0 else None
    data = Path(tempfile.mkdtemp(prefix="parvis-postgres-"))
    stack.callback(shutil.rmtree, data, ignore_errors=True)
    if account:
        owner = pwd.getpwnam(account)
        os.chown(data, owner.pw_uid, owner.pw_gid)
    options = {"cwd": data, "user": account} if account else {"cwd": data}
    _quietly(
        [programs / "initdb", "-D", data / "db", "-U", "parvis", "-A", "trust", "-E", "UTF8", "--no-sync"], options
    )
    # The data is thrown away: nothing need survive a power cut.
    fast = (
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB -c max_connections=300"
    )
    server = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {fast}"
    ctl = [programs / "pg_ctl", "-D", data / "db", "-l", data / "log", "-w"]
    _quietly([*ctl, "-o", server, "start"], options)
    stack.callback(subprocess.run, [*ctl, "-m", "immediate", "stop"], capture_output=True, **options)
    return f"postgres://parvis@127.0.0.1:{port}/postgres"


def _redis(stack: ExitStack) -> str:
    program = shutil.which("redis-server") or shutil.which("valkey-server")
    if not program:
        raise Missing("Redis")
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    stack.callback(_end, server)
    _wait_for(port, server)
    return f"redis://127.0.0.1:{port}/0"


def _elasticsearch(stack: ExitStack) -> str:
    script = HERE / "elasticsearch" / "elasticsearch"
    if not shutil.which("javac"):
        raise Missing("a Java development kit")
    if not shutil.which("mvn"):
        raise Missing("Maven")
    port = str(free_port())
    data = Path(tempfile.mkdtemp(prefix="parvis-elasticsearch-"))
    # As root, the server runs as another account, which must reach its folder.
    data.chmod(0o755)
    stack.callback(shutil.rmtree, data, ignore_errors=True)
    started = subprocess.run(
        ["bash", script, "start", "--port", port, "--data", data / "node"],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    stack.callback(
        subprocess.run, ["bash", script, "stop", "--port", port, "--data", data / "node"], capture_output=True
    )
    return started.stdout.strip()


def _quietly(command: list, options: dict) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _wait_for(port: int, server: subprocess.Popen) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit(f"{server.args[0]} does not answer on port {port}")


def _end(server: subprocess.Popen) -> None:
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
