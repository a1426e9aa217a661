"""Spaces, the root of access."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspacesConfig(AppConfig):
    """Spaces, the root of access."""

    name = "spaces.workspaces"
    verbose_name = _("Espaces")
