"""Kinds and states of threads, reactions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ThreadKind(TextChoices):
    """What a thread is for."""

    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")
    ANNOUNCEMENT = "announcement", _("Annonce")


class ThreadState(TextChoices):
    """Where a thread is: a question is solved when an answer is accepted; a closed thread takes no more messages."""

    OPEN = "open", _("Ouverte")
    SOLVED = "solved", _("Résolue")
    CLOSED = "closed", _("Close")


class ReactionKind(TextChoices):
    """Six words, each with an icon."""

    UTILE = "utile", _("Utile")
    MERCI = "merci", _("Merci")
    BRAVO = "bravo", _("Bravo")
    IDEE = "idee", _("Idée")
    RIRE = "rire", _("Rire")
    SOUTIEN = "soutien", _("Soutien")


REACTION_ICONS = {
    ReactionKind.UTILE: "thumbs-up",
    ReactionKind.MERCI: "heart",
    ReactionKind.BRAVO: "award",
    ReactionKind.IDEE: "lightbulb",
    ReactionKind.RIRE: "laugh",
    ReactionKind.SOUTIEN: "heart-handshake",
}

MAX_BODY = 20_000
# Each is looked up and told: a message that names more names a group.
MAX_MENTIONS = 20
PAGE_SIZE = 50
