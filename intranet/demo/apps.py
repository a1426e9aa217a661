"""The demo's content and its loader."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demo's content and its loader."""

    name = "intranet.demo"
    verbose_name = _("Démonstration")
