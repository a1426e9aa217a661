"""What people say of themselves and of others, one noun a module."""

from .joining import AnswerForm, AttachmentForm, JoinForm, SignUpForm
from .lists import InviteForm, Line, check_lines, read_lines
from .memberships import EndForm, HandOverForm, MoveForm, RoleForm
from .passwords import AddressForm, ChangePasswordForm, ConfirmForm, ForgottenForm, NewPasswordForm, SetPasswordForm
from .people import ProfileForm, SignInForm

__all__ = [
    "AddressForm",
    "AnswerForm",
    "AttachmentForm",
    "ChangePasswordForm",
    "ConfirmForm",
    "EndForm",
    "ForgottenForm",
    "HandOverForm",
    "InviteForm",
    "JoinForm",
    "Line",
    "MoveForm",
    "NewPasswordForm",
    "ProfileForm",
    "RoleForm",
    "SetPasswordForm",
    "SignInForm",
    "SignUpForm",
    "check_lines",
    "read_lines",
]
