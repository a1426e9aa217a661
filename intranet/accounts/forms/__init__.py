"""What people say of themselves and of others, one noun a module."""

from .people import ProfileForm, SignInForm

__all__ = [
    "ProfileForm",
    "SignInForm",
]
