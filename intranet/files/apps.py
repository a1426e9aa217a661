"""Stored files, whoever they belong to."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FilesConfig(AppConfig):
    """Stored files, whoever they belong to."""

    name = "intranet.files"
    verbose_name = _("Fichiers")
