"""Roles of a membership, names of groups, who sees what of a profile."""

from enum import IntEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

EDITORS_GROUP = "Éditeurs"

# How often in a day somebody may name the organisation they belong to.
MOST_REQUESTS_A_DAY = 5
# How many people one may invite in a day: a large commune in two, and no more than that for who took an account over.
MOST_INVITATIONS_A_DAY = 2_000


class MembershipRole(TextChoices):
    """What a person is in an organisation."""

    AGENT = "agent", _("Agent")
    REFERENT = "referent", _("Référent")


class Level(IntegerChoices):
    """Who sees a field of one's profile. Each level holds the ones before it."""

    ORGANISATION = 1, _("Ma collectivité")
    SPACES = 2, _("Les personnes d’un espace commun")
    AGENTS = 3, _("Tous les agents")


class Nearness(IntEnum):
    """How near a reader is to a person: they see the fields whose level is that or wider."""

    COLLEAGUE = 1
    MET = 2
    AGENT = 3
    NOBODY = 4


# What of a profile has a level; names, address and organisations are seen by whoever sees the person.
LEVELLED = ("job_title", "skills", "bio", "phone", "photo")
