"""One search over everything registered."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One search over everything registered."""

    name = "search"
    verbose_name = _("Recherche")

    def ready(self) -> None:
        # It imports models, which is possible from here on only.
        import_module("search.signals").connect()
