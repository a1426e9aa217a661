"""Threads and messages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DiscussionsConfig(AppConfig):
    """Threads and messages."""

    name = "spaces.discussions"
    verbose_name = _("Discussions")
