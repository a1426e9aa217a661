"""Audiences, ratings, sections of a lesson."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class Audience(TextChoices):
    """Who may read a lesson once it is published."""

    POOL = "pool", _("Tous les agents de la mutualisation")
    ORGANISATIONS = "organisations", _("Certaines collectivités")
    SPACE = "space", _("Les membres d’un espace")


class Rating(IntegerChoices):
    """What a reader says of it."""

    NO = 1, _("Pas vraiment")
    LITTLE = 2, _("Un peu")
    ADAPTED = 3, _("Oui, en l’adaptant")
    YES = 4, _("Oui, tel quel")


MAX_SECTION = 30_000

# Field, heading on the page, hint in the form: always the same five, in this order.
SECTIONS = [
    ("context", _("Le contexte"), _("Qui, combien, pourquoi à ce moment-là.")),
    ("action", _("Ce que nous avons fait"), _("Dans l’ordre, avec les détails qui comptent.")),
    ("results", _("Les résultats"), _("Des chiffres si vous en avez, même modestes.")),
    ("obstacles", _("Ce qui a coincé"), _("Souvent la partie la plus utile aux autres.")),
    ("advice", _("À refaire, à éviter"), _("Ce que vous diriez à la commune suivante.")),
]
