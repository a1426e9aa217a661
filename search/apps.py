"""One search over everything registered."""

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def let_editors_in(sender: AppConfig, **kwargs: Any) -> None:
    """After each migration, the métropole's editors may change the synonyms."""
    import_module("search.actions").let_editors_in(sender)


class SearchConfig(AppConfig):
    """One search over everything registered."""

    name = "search"
    verbose_name = _("Recherche")

    def ready(self) -> None:
        # It imports models, which is possible from here on only.
        import_module("search.signals").connect()
        post_migrate.connect(let_editors_in, sender=self)
