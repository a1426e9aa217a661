"""Passwords and addresses of one's account: allauth's forms, with our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.mfa.utils import is_mfa_enabled
from django.utils.translation import gettext_lazy as _

HINT = _("Douze caractères au moins ; une phrase convient.")
AGAIN = _("Le même, une seconde fois")


class OurWords:
    """Labels and hints of ours; no placeholder says again what the label says."""

    fields: dict[str, Any]
    labels: ClassVar[dict[str, Any]] = {}
    hints: ClassVar[dict[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in self.labels.items():
            field = self.fields[name]
            field.label, field.help_text = label, self.hints.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class AddressForm(OurWords, allauth.AddEmailForm):
    """Another address."""

    labels: ClassVar[dict[str, Any]] = {"email": _("Adresse e-mail")}

    @property
    def is_refused(self) -> bool:
        """Whether allauth would take none, whatever it is."""
        return bool(is_mfa_enabled(self.user))


class ForgottenForm(OurWords, allauth.ResetPasswordForm):
    """Where to send the link that sets a new password."""

    labels: ClassVar[dict[str, Any]] = {"email": _("Adresse e-mail professionnelle")}


class ConfirmForm(OurWords, allauth.ReauthenticateForm):
    """One's password again, before a sensitive act."""

    labels: ClassVar[dict[str, Any]] = {"password": _("Mot de passe")}


class ChangePasswordForm(OurWords, allauth.ChangePasswordForm):
    """The password one has, then the new one."""

    labels: ClassVar[dict[str, Any]] = {
        "oldpassword": _("Mot de passe actuel"),
        "password1": _("Nouveau mot de passe"),
        "password2": AGAIN,
    }
    hints: ClassVar[dict[str, Any]] = {"password1": HINT}


class SetPasswordForm(OurWords, allauth.SetPasswordForm):
    """A first password, for who signs in without one."""

    labels: ClassVar[dict[str, Any]] = {"password1": _("Mot de passe"), "password2": AGAIN}
    hints: ClassVar[dict[str, Any]] = {"password1": HINT}


class NewPasswordForm(OurWords, allauth.ResetPasswordKeyForm):
    """A new password, by the link of a mail."""

    labels: ClassVar[dict[str, Any]] = {"password1": _("Nouveau mot de passe"), "password2": AGAIN}
    hints: ClassVar[dict[str, Any]] = {"password1": HINT}
