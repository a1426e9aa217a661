"""What a person says of themselves."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import LineField
from intranet.files.forms import CheckedFileField

from ..constants import LEVELLED
from ..models import User, split_skills

TEXTS = ("first_name", "last_name", "job_title", "skills", "bio", "phone")
# Nobody passes for another by letters that are not seen.
LINES = [name for name in TEXTS if name != "bio"]


class ProfileForm(forms.ModelForm):
    """The fields one may change oneself, and who sees each; address and organisations are not among them."""

    photo = CheckedFileField(
        label=_("Photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_("JPEG, PNG ou WebP. Elle est recadrée en carré et refaite : le lieu et la date s’en vont."),
    )
    without_photo = forms.BooleanField(label=_("Retirer ma photo"), required=False)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = User
        fields = [*TEXTS, *(f"{name}_level" for name in LEVELLED)]
        field_classes = dict.fromkeys(LINES, LineField)
        widgets = {
            "bio": forms.Textarea(attrs={"rows": 4}),
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["base"] = self.instance.profile_version
        if not self.instance.photo_id:
            del self.fields["without_photo"]

    def clean_skills(self) -> str:
        """Each skill once, spaced alike."""
        return ", ".join(split_skills(self.cleaned_data["skills"]))

    def clean_phone(self) -> str:
        """Spaced alike."""
        return " ".join(self.cleaned_data["phone"].split())

    @property
    def groups(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields that have a level, each with its own; the photo comes apart."""
        return [(self[name], self[f"{name}_level"]) for name in LEVELLED if name != "photo"]

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        return {
            "fields": {name: cleaned[name] for name in self.Meta.fields},
            "photo": cleaned.get("photo"),
            "without_photo": cleaned.get("without_photo", False),
            "base": cleaned["base"],
        }

    def take_up(self, kept: User) -> list[tuple[str, str]]:
        """Somebody saved meanwhile: what is typed stays and goes out again over `kept`. Returns what is kept and
        differs, by label.
        """
        self.data = self.data.copy()
        self.data["base"] = str(kept.profile_version)
        differing = [name for name in self.Meta.fields if self.cleaned_data.get(name) != getattr(kept, name)]
        return [(str(self[name].label), _said(kept, name)) for name in differing]


def _said(person: User, name: str) -> str:
    display = getattr(person, f"get_{name}_display", None)
    return str(display() if display else getattr(person, name)) or "–"


class SignInForm(LoginForm):
    """Address and password, with our words; no placeholder says again what the label says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)
            self.fields[name].help_text = ""
        self.fields["login"].label = _("Adresse e-mail professionnelle")
        self.fields["password"].label = _("Mot de passe")
