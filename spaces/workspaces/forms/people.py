"""What is typed about the people of a space."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..constants import SpaceRole


class DayField(forms.DateField):
    """A day to come."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)

    def clean(self, value):
        """Not today: an end is the first day without."""
        day = super().clean(value)
        if day and day <= timezone.localdate():
            raise forms.ValidationError(_("Choisissez un jour à venir."))
        return day


class JoinRequestForm(forms.Form):
    """A word for the leads."""

    message = forms.CharField(
        label=_("Un mot pour qui anime l’espace"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(forms.Form):
    """The leads' word to who asks."""

    word = forms.CharField(max_length=500, required=False)


class InviteForm(forms.Form):
    """A lead invites an address, whoever stands behind it."""

    email = forms.EmailField(
        label=_("Adresse de courriel"),
        help_text=_("Un agent, ou une personne extérieure : elle ne verra que cet espace."),
    )
    role = forms.ChoiceField(
        label=_("Rôle"),
        choices=[(SpaceRole.MEMBER, SpaceRole.MEMBER.label), (SpaceRole.GUEST, SpaceRole.GUEST.label)],
        initial=SpaceRole.MEMBER,
        help_text=_("Une personne extérieure à la mutualisation est toujours invitée, un an au plus sans autre date."),
    )
    ends_on = DayField(
        label=_("Jusqu’au"),
        required=False,
        help_text=_("Ce jour-là, l’accès se ferme. À donner pour un invité."),
    )
    message = forms.CharField(
        label=_("Un mot"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self):
        """A guest comes for a time."""
        cleaned = super().clean()
        if cleaned.get("role") == SpaceRole.GUEST and "ends_on" in cleaned and not cleaned["ends_on"]:
            self.add_error("ends_on", _("Dites jusqu’à quand : un accès d’invité a toujours une fin."))
        return cleaned


class MemberForm(forms.Form):
    """What a member is, and until when."""

    role = forms.ChoiceField(label=_("Rôle"), choices=SpaceRole)
    ends_on = DayField(
        label=_("Jusqu’au"), required=False, help_text=_("Vide : sans fin, sauf pour une personne extérieure.")
    )


class TakeLeadForm(forms.Form):
    """Why an administrator steps in."""

    reason = forms.CharField(
        label=_("Pourquoi vous intervenez"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Celles et ceux qui animent l’espace le liront, et le journal le garde."),
    )


class GuestAccountForm(forms.Form):
    """The account of somebody invited who has none."""

    first_name = forms.CharField(
        label=_("Prénom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Nom"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password = forms.CharField(
        label=_("Mot de passe"),
        help_text=_("Douze caractères au moins ; une phrase convient."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("Le même, une seconde fois"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self):
        """Long enough, and not a common one."""
        validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def clean(self):
        """Twice the same."""
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("Les deux mots de passe ne sont pas les mêmes."))
        return cleaned
