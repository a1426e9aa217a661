"""The real-time engine."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveConfig(AppConfig):
    """The real-time engine."""

    name = "intranet.live"
    verbose_name = _("Temps réel")
