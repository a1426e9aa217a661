"""Kinds of access, roles, and levels of following."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Access(TextChoices):
    """Who may enter a space."""

    OPEN = "open", _("Ouvert à tous les agents")
    ORGANISATIONS = "organisations", _("Certaines collectivités")
    ON_REQUEST = "on_request", _("Sur demande")
    PRIVATE = "private", _("Sur invitation")


# What every agent may know the name of.
LISTED = frozenset({Access.OPEN, Access.ON_REQUEST})


class SpaceRole(TextChoices):
    """What a person is in a space."""

    LEAD = "lead", _("Animateur")
    MEMBER = "member", _("Membre")
    GUEST = "guest", _("Invité")


class Follow(TextChoices):
    """What of a space comes under a member's bell."""

    EVERYTHING = "everything", _("Chaque nouvelle discussion")
    MENTIONS = "mentions", _("Ce qui s’adresse à moi")
    NOTHING = "nothing", _("Rien")


# Addresses under /espaces/ that are pages of their own.
RESERVED_SLUGS = frozenset({"nouveau", "corbeille", "invitations", "modeles"})

# How long a partner from outside the pool stays, when the invitation names no end.
GUEST_DAYS = 365

# One space does not write to the whole world.
MOST_WAITING_INVITATIONS = 200
# Nor does one person, however many spaces they open.
MOST_INVITATIONS_A_DAY = 300
