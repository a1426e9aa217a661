"""What search lays down for itself."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission

from intranet.accounts.constants import EDITORS_GROUP


def let_editors_in(config: AppConfig) -> None:
    """Give the métropole's editors the synonyms. Idempotent; called after each migration."""
    create_permissions(config, verbosity=0)
    editors = Group.objects.get_or_create(name=EDITORS_GROUP)[0]
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="search", content_type__model="synonym"))
