"""Statuses of a step."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class StepState(TextChoices):
    """Where an organisation is with a step."""

    TODO = "todo", _("À faire")
    DOING = "doing", _("En cours")
    DONE = "done", _("Fait")
    BLOCKED = "blocked", _("Bloqué")
    NA = "na", _("Sans objet")
