"""The domain-free ground of the house."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """What every app may use and that knows none of them."""

    name = "intranet.core"

    def ready(self):
        # Every app's sweeps.
        autodiscover_modules("tasks")
