"""One search over everything registered."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """One search over everything registered."""

    name = "search"
    verbose_name = _("Recherche")
