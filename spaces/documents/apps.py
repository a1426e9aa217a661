"""Documents of a space."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Documents of a space."""

    name = "spaces.documents"
    verbose_name = _("Documents")
