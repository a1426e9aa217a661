"""What people say of themselves and of others, one noun a module."""

from .joining import AnswerForm, AttachmentForm, JoinForm, SignUpForm
from .lists import InviteForm, Line, check_lines, read_lines
from .memberships import EndForm, HandOverForm, MoveForm, RoleForm
from .people import ProfileForm, SignInForm

__all__ = [
    "AnswerForm",
    "AttachmentForm",
    "EndForm",
    "HandOverForm",
    "InviteForm",
    "JoinForm",
    "Line",
    "MoveForm",
    "ProfileForm",
    "RoleForm",
    "SignInForm",
    "SignUpForm",
    "check_lines",
    "read_lines",
]
