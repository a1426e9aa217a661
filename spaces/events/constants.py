"""Answers to an event."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    """What a person said to an event; who said nothing has no row."""

    YES = "yes", _("Participe")
    NO = "no", _("Ne vient pas")


MAX_BODY = 10_000
