"""Roles of a membership, names of groups."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

EDITORS_GROUP = "Éditeurs"


class MembershipRole(TextChoices):
    """What a person is in an organisation."""

    AGENT = "agent", _("Agent")
    REFERENT = "referent", _("Référent")
