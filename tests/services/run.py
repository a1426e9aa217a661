"""`make test`, `make check`, `make bench`, `make fmt`: from a bare machine to the answer.

Standard library only: it installs what is missing (as root on Debian; otherwise it says what to install), makes the
environment from the lock, starts the services, runs, stops what it started.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import servers

ROOT = servers.ROOT
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = ROOT / "requirements-dev.lock"
# What is needed, how it shows that it is there, and Debian's name for it.
PROGRAMS = {
    "PostgreSQL's server": (servers.postgres_programs, "postgresql"),
    "Redis": (lambda: shutil.which("redis-server") or shutil.which("valkey-server"), "redis-server"),
    "Chromium": (lambda: shutil.which("chromium"), "chromium"),
    "a Java development kit": (lambda: shutil.which("javac"), "default-jdk-headless"),
    "Maven": (lambda: shutil.which("mvn"), "maven"),
    "gettext": (lambda: shutil.which("msgfmt"), "gettext"),
    "git": (lambda: shutil.which("git"), "git"),
}
STYLE = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "templates": ["djlint", "--lint", "--quiet", "intranet", "spaces", "knowledge", "search"],
    "import contracts": ["lint-imports"],
    "types": ["mypy"],
    "migrations": [str(ROOT / "manage.py"), "makemigrations", "--check", "--dry-run", "--verbosity", "0"],
}
QUICK_TESTS = ["tests/test_architecture.py", "tests/intranet", "tests/spaces", "tests/knowledge"]
BENCHES = ["pages", "access", "server", "live_fanout", "search"]


def main() -> int:
    """One argument: all, check, bench or fmt."""
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb not in ("all", "check", "bench", "fmt"):
        return stop("one of: all, check, bench, fmt")
    os.chdir(ROOT)
    if verb in ("all", "bench"):
        install_programs()
    make_environment()
    if verb == "fmt":
        return formatted()
    if verb == "check":
        return style() or pytest([*QUICK_TESTS, "-m", "not long"], {}, workers=2)
    with ExitStack() as stack:
        print("Services:", flush=True)
        try:
            addresses = servers.start_all(stack)
        except servers.Missing as missing:
            return stop(f"{missing} is missing")
        if verb == "bench":
            return max(
                call([PYTHON, "-m", f"tests.benchmarks.{name}"], {"PARVIS_MODE": "test", **addresses})
                for name in BENCHES
            )
        return style() or pytest(["tests"], addresses, workers=2)


def install_programs() -> None:
    """Install what the machine lacks, or end by saying how."""
    lacking = [package for _what, (found, package) in PROGRAMS.items() if not found()]
    if not lacking:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *lacking]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit(f"make test needs programs that are not here. On Debian, as root: {' '.join(command)}")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    print(f"Installing {', '.join(lacking)}…", flush=True)
    for each in (["apt-get", "update", "-qq"], [*command, "-qq"]):
        done = subprocess.run(each, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{' '.join(each)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


def make_environment() -> None:
    """The Python environment of the lock; made or renewed when the lock has changed."""
    stamp = ENVIRONMENT / "lock.sha256"
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if sys.version_info < (3, 11):
        raise SystemExit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    print("Installing the libraries of requirements-dev.lock…", flush=True)
    if subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], check=False).returncode:
        raise SystemExit("Python's venv module is missing. On Debian: apt-get install python3-venv")
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", LOCK]
    subprocess.run(pip, check=True)
    stamp.write_text(wanted)


def style() -> int:
    """Form, lint, contracts, types, missing migrations. All of them, then the first failure's code."""
    codes = {}
    for name, command in STYLE.items():
        program = [PYTHON, command[0]] if command[0].endswith(".py") else [ENVIRONMENT / "bin" / command[0]]
        codes[name] = call([*program, *command[1:]], {"PARVIS_MODE": "test"})
        print(f"{name:<18} {'ok' if codes[name] == 0 else 'FAILED'}", flush=True)
    return max(codes.values())


def formatted() -> int:
    """Put everything in form."""
    ruff = ENVIRONMENT / "bin" / "ruff"
    return call([ruff, "format", "--quiet", "."], {}) or call([ruff, "check", "--fix", "--quiet", "."], {})


def pytest(paths: list[str], addresses: dict[str, str], workers: int) -> int:
    """The tests, on the given services; on the embedded default without any.

    Files in their order: those of the browser begin early, for a few of their tests are the longest of all.
    """
    spread = ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
    command = [PYTHON, "-m", "pytest", *spread, *paths]
    return call(command, {"PARVIS_MODE": "test", **addresses})


def call(command: list, environment: dict[str, str]) -> int:
    """Run in the project's folder with the environment, less the addresses that are not given."""
    names = ("DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL")
    inherited = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.run([str(part) for part in command], env=inherited | environment, check=False).returncode


def stop(line: str) -> int:
    """Say why it cannot go on."""
    print(line, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
