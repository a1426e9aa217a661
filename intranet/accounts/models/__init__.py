"""People and the organisations they belong to, one noun a module."""

from .attachments import AttachmentRequest
from .cards import Card, split_skills
from .dormancies import Dormancy
from .invitations import Invitation
from .letters import Letter
from .moves import Departure, Move
from .people import Membership, User

__all__ = [
    "AttachmentRequest",
    "Card",
    "Departure",
    "Dormancy",
    "Invitation",
    "Letter",
    "Membership",
    "Move",
    "User",
    "split_skills",
]
