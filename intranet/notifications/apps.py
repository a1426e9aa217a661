"""What people are told."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """What people are told."""

    name = "intranet.notifications"
    verbose_name = _("Notifications")
