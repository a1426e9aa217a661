"""Coming in: by an invitation, by oneself, and the words that go with asking and answering."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from django import forms
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.fields import LineField
from intranet.organisations.models import Organisation

from ..models import User


def _password(label: Any, hint: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
    return forms.CharField(label=label, strip=False, widget=widget, help_text=hint)


class JoinForm(forms.Form):
    """Who comes by an invitation says their name and chooses a password, or a passkey in its place (`way=passkey`); the
    address is that of the invitation.
    """

    first_name = LineField(label=gettext_lazy("Prénom"), max_length=80)
    last_name = LineField(label=gettext_lazy("Nom"), max_length=80)
    job_title = LineField(label=gettext_lazy("Fonction"), max_length=150, required=False)
    password1 = _password(
        gettext_lazy("Mot de passe"), gettext_lazy("Douze caractères au moins ; une phrase convient.")
    )
    password2 = _password(gettext_lazy("Le même, une seconde fois"))

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email
        self.by_passkey = self.data.get("way") == "passkey"
        for name in ("password1", "password2"):
            self.fields[name].required = not self.by_passkey

    def clean(self) -> dict[str, Any]:
        """The password, by the rules of every other door."""
        cleaned = super().clean() or {}
        if self.by_passkey:
            return cleaned
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("Les deux mots de passe ne sont pas les mêmes."))
        elif first:
            names = {name: cleaned.get(name, "") for name in ("first_name", "last_name")}
            try:
                get_adapter().clean_password(first, user=User(email=self.email, **names))
            except ValidationError as error:
                self.add_error("password1", error)
        return cleaned

    @property
    def password(self) -> str | None:
        """What they chose; None for who makes a passkey next."""
        return None if self.by_passkey else self.cleaned_data["password1"]

    @property
    def person(self) -> dict[str, str]:
        """What is kept of the person."""
        return {name: self.cleaned_data[name] for name in ("first_name", "last_name", "job_title")}


class SignUpForm(SignupForm):
    """Sign up by oneself: names, a professional address, a password. allauth verifies the address and tells nobody
    whether it was known.
    """

    first_name = LineField(label=gettext_lazy("Prénom"), max_length=80)
    last_name = LineField(label=gettext_lazy("Nom"), max_length=80)
    field_order = ["first_name", "last_name", "email", "password1", "password2"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["email"].label = _("Adresse e-mail professionnelle")
        self.fields["email"].help_text = _(
            "Celle de votre collectivité : elle dit souvent à elle seule où vous travaillez."
        )
        self.fields["password1"].label = _("Mot de passe")
        self.fields["password1"].help_text = _("Douze caractères au moins ; une phrase convient.")
        self.fields["password2"].label = _("Le même, une seconde fois")

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """As allauth; and how long it takes does not tell either: a known address has a password worked on too."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[User | None, HttpResponse | None] = super().try_save(request)
        return saved


class AttachmentForm(forms.Form):
    """A pending person says where they work."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.in_pool().order_by("short_name"),
        label=gettext_lazy("Votre collectivité"),
        empty_label=gettext_lazy("Choisissez"),
        error_messages={"required": gettext_lazy("Choisissez-la dans la liste : ses référents vous répondront.")},
    )
    message = forms.CharField(
        label=gettext_lazy("Un mot pour le référent"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Votre service, votre fonction : ce qui l’aide à vous reconnaître."),
    )


class AnswerForm(forms.Form):
    """Yes or no, with a word."""

    answer = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    word = forms.CharField(label=gettext_lazy("Un mot"), max_length=500, required=False)
