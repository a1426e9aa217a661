"""Where a mail is."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# Between two mails that say the same to the same person.
RESEND_AFTER = timedelta(minutes=10)


class DeliveryStatus(TextChoices):
    """Where a mail is."""

    WAITING = "waiting", _("à envoyer")
    SENT = "sent", _("envoyé")
    DROPPED = "dropped", _("sans objet")
    FAILED = "failed", _("en échec")
