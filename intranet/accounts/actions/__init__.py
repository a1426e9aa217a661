"""What is done with accounts, one noun a module."""

from .memberships import attach, detach
from .people import close_account, edit_profile
from .sessions import tell_password_changed, tell_refused, tell_signed_in, tell_signed_out

__all__ = [
    "attach",
    "close_account",
    "detach",
    "edit_profile",
    "tell_password_changed",
    "tell_refused",
    "tell_signed_in",
    "tell_signed_out",
]
