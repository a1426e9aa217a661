"""A database for the tests: migrated once for each state of the migrations, then copied.

Migrating an empty database takes ten seconds; copying one takes none.
"""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files import locks
from django.core.management import call_command
from django.db import connection, connections

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("intranet.", "spaces.", "knowledge.", "search.")
CACHE = ROOT / ".cache" / "databases"


def migrations_hash() -> str:
    """Of all that makes an empty database: migrations, what they and `apps.py` lay, the apps and libraries."""
    makers = ("migrations/*.py", "apps.py", "schema.py", "actions.py")
    files = [*(path for name in makers for path in ROOT.glob(f"[a-z]*/**/{name}")), ROOT / "requirements-dev.lock"]
    files.append(ROOT / "intranet" / "settings" / "base.py")
    digest = hashlib.sha256()
    for path in sorted(path for path in files if ".venv" not in path.parts):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def use(name: str | Path) -> None:
    """Point Django at the database `name`."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = str(name)


def fresh() -> str:
    """Make a new database for this process and point Django at it; return its name."""
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as turn:
        # Several processes begin at once: the first migrates, the others copy.
        locks.lock(turn, locks.LOCK_EX)
        return _fresh_sqlite() if connection.vendor == "sqlite" else _fresh_postgres()


def is_used() -> bool:
    """Whether somebody committed rows of ours in the database, in the tables that the migrations leave empty."""
    with connection.cursor() as cursor:
        cursor.execute(_any_of(_ours()))
        return bool(cursor.fetchone()[0])


@cache
def _ours() -> tuple[str, ...]:
    """Our tables that are empty in a database as it is migrated (this one, asked for the first time)."""
    models = [each for each in apps.get_models(include_auto_created=True) if each.__module__.startswith(PACKAGES)]
    tables = [connection.ops.quote_name(each._meta.db_table) for each in models if each._meta.managed]
    with connection.cursor() as cursor:
        empty = []
        for table in tables:
            cursor.execute(_any_of((table,)))
            if not cursor.fetchone()[0]:
                empty.append(table)
    return tuple(empty)


def _any_of(tables: tuple[str, ...]) -> str:
    return "SELECT " + " OR ".join(f"EXISTS (SELECT 1 FROM {table})" for table in tables)  # noqa: S608


def drop(name: str) -> None:
    """Remove a database made by `fresh`."""
    connections.close_all()
    if connection.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(name + suffix).unlink(missing_ok=True)
    else:
        _administer(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    connections.close_all()


def _fresh_sqlite() -> str:
    template = CACHE / f"template-{migrations_hash()}.sqlite3"
    if not template.exists():
        making = template.with_suffix(f".{os.getpid()}")
        use(making)
        _migrate()
        with closing(sqlite3.connect(making)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        making.rename(template)
    copy = CACHE / f"test-{os.getpid()}.sqlite3"
    shutil.copyfile(template, copy)
    use(copy)
    return str(copy)


def _fresh_postgres() -> str:
    template, name = f"parvis_template_{migrations_hash()}", f"parvis_test_{os.getpid()}"
    known = {row[0] for row in _administer("SELECT datname FROM pg_database", fetch=True)}
    if template not in known:
        making = f"{template}_{os.getpid()}"
        _administer(f'CREATE DATABASE "{making}"')
        use(making)
        _migrate()
        _administer(f'ALTER DATABASE "{making}" RENAME TO "{template}"')
    _administer(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    use(name)
    return name


def _administer(*statements: str, fetch: bool = False) -> list:
    """Run statements on the server's own database, outside a transaction."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchall() if fetch else []
