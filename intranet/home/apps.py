"""Home page and news."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """Home page and news."""

    name = "intranet.home"
    verbose_name = _("Accueil")
