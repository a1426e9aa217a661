"""Home page and news."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def lay(sender, using="default", **kwargs):
    """The news section stands after each migration."""
    from .actions import lay_section  # noqa: PLC0415 — models are not loaded when this module is
    from .models import NewsIndexPage  # noqa: PLC0415

    lay_section(NewsIndexPage, slug="actualites", title="Nouvelles", edited=True)


class HomeConfig(AppConfig):
    """Home page and news."""

    name = "intranet.home"
    verbose_name = _("Accueil")

    def ready(self):
        from .signals import connect  # noqa: PLC0415 — models are loaded now

        post_migrate.connect(lay, sender=self)
        connect()
