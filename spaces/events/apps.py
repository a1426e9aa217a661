"""The agenda."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """The agenda."""

    name = "spaces.events"
    verbose_name = _("Agenda")
