"""Where a mail is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeliveryStatus(TextChoices):
    """Where a mail is."""

    WAITING = "waiting", _("à envoyer")
    SENT = "sent", _("envoyé")
    DROPPED = "dropped", _("sans objet")
    FAILED = "failed", _("en échec")
