"""Lessons learned (REX)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LessonsConfig(AppConfig):
    """Lessons learned (REX)."""

    name = "knowledge.lessons"
    verbose_name = _("Retours d'expérience")
