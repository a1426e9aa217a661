"""Kinds of access, roles, modules of a space."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Access(TextChoices):
    """Who may enter a space."""

    OPEN = "open", _("Ouvert à tous les agents")
    ORGANISATIONS = "organisations", _("Certaines collectivités")
    ON_REQUEST = "on_request", _("Sur demande")
    PRIVATE = "private", _("Sur invitation")


class SpaceRole(TextChoices):
    """What a person is in a space."""

    LEAD = "lead", _("Animateur")
    MEMBER = "member", _("Membre")
    GUEST = "guest", _("Invité")
