"""People and their memberships."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """People and their memberships."""

    name = "intranet.accounts"
    verbose_name = _("Personnes")

    def ready(self):
        from .signals import connect  # noqa: PLC0415 — models are loaded now

        connect()
