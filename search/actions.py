"""What search lays down for itself after each migration. Idempotent."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from intranet.accounts.constants import EDITORS_GROUP

from . import engines
from .models import SearchEntry
from .rebuild import rebuild


def let_editors_in(config: AppConfig) -> None:
    """Give the métropole's editors the synonyms."""
    create_permissions(config, verbosity=0)
    editors = Group.objects.get_or_create(name=EDITORS_GROUP)[0]
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="search", content_type__model="synonym"))


def fill_new_tables() -> None:
    """Fill the database's own engine, when a migration has made its tables anew."""
    engine = engines.database()
    if engine and next(engine.stored(), None) is None and SearchEntry.objects.live().exists():
        rebuild(engine)
