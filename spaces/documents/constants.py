"""Audience of a document; how deep folders go."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

MAX_DEPTH = 3
MAX_TAGS = 10


class Audience(TextChoices):
    """How far a document may be attached. It never widens who reads the space it is in."""

    SPACE = "space", _("Reste dans l’espace")
    POOL = "pool", _("Peut être joint à ce que tous lisent")
