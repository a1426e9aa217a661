"""Audience of a document."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """How far a document may be attached. It never widens who reads the space it is in."""

    SPACE = "space", _("Reste dans l’espace")
    POOL = "pool", _("Peut être joint à ce que tous lisent")
