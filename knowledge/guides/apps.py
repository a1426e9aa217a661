"""Guides and roll-outs."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidesConfig(AppConfig):
    """Guides and roll-outs."""

    name = "knowledge.guides"
    verbose_name = _("Guides")
