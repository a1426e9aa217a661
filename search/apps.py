"""One search over everything registered."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def lay(sender: AppConfig, **kwargs: Any) -> None:
    """After each migration: the editors' rights, and an index where there is a new table."""
    actions = import_module("search.actions")
    actions.let_editors_in(sender)
    actions.fill_new_tables()


class SearchConfig(AppConfig):
    """One search over everything registered."""

    name = "search"
    verbose_name = _("Recherche")

    def ready(self) -> None:
        # It imports models, which is possible from here on only.
        import_module("search.signals").connect()
        post_migrate.connect(lay, sender=self)
