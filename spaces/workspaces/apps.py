"""Spaces, the root of access."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def lay(sender, **kwargs):
    """The section of spaces stands after each migration."""
    from intranet.home.actions import lay_section  # noqa: PLC0415 — models are not loaded when this module is

    from .models import SpaceIndexPage  # noqa: PLC0415

    lay_section(SpaceIndexPage, slug="espaces", title="Espaces")


class WorkspacesConfig(AppConfig):
    """Spaces, the root of access."""

    name = "spaces.workspaces"
    verbose_name = _("Espaces")

    def ready(self):
        post_migrate.connect(lay, sender=self)
