"""Themes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TaxonomyConfig(AppConfig):
    """Themes."""

    name = "intranet.taxonomy"
    verbose_name = _("Thèmes")
