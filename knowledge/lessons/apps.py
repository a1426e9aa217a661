"""Lessons learned (REX)."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def lay(sender, **kwargs):
    """The section of lessons and its review stand after each migration."""
    from intranet.home.actions import lay_section  # noqa: PLC0415 — models are not loaded when this module is

    from .actions import lay_review  # noqa: PLC0415
    from .models import LessonIndexPage  # noqa: PLC0415

    lay_review(lay_section(LessonIndexPage, slug="retours-d-experience", title="Retours d’expérience", edited=True))


class LessonsConfig(AppConfig):
    """Lessons learned (REX)."""

    name = "knowledge.lessons"
    verbose_name = _("Retours d’expérience")

    def ready(self):
        from .signals import connect  # noqa: PLC0415 — models are loaded now

        post_migrate.connect(lay, sender=self)
        connect()
