"""Guides and roll-outs."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def lay(sender, **kwargs):
    """The section of guides stands after each migration."""
    from intranet.home.actions import lay_section  # noqa: PLC0415 — models are not loaded when this module is

    from .models import GuideIndexPage  # noqa: PLC0415

    lay_section(GuideIndexPage, slug="guides", title="Guides", edited=True)


class GuidesConfig(AppConfig):
    """Guides and roll-outs."""

    name = "knowledge.guides"
    verbose_name = _("Guides")

    def ready(self):
        from .signals import connect  # noqa: PLC0415 — models are loaded now

        post_migrate.connect(lay, sender=self)
        connect()
