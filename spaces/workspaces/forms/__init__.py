"""What is typed about spaces, one noun a module."""

from .people import AnswerForm, GuestAccountForm, InviteForm, JoinRequestForm, MemberForm, TakeLeadForm
from .spaces import PinForm, SpaceForm

__all__ = [
    "AnswerForm",
    "GuestAccountForm",
    "InviteForm",
    "JoinRequestForm",
    "MemberForm",
    "PinForm",
    "SpaceForm",
    "TakeLeadForm",
]
