"""Member organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Member organisations."""

    name = "intranet.organisations"
    verbose_name = _("Collectivités")
