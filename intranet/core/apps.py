"""The domain-free ground of the house."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app may use and that knows none of them."""

    name = "intranet.core"
