"""What is typed about the people of a space."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.accounts.forms import JoinForm

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
    """The leads' answer to who asks, and a word."""

    answer = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    word = forms.CharField(max_length=500, required=False)


class _ForATime(forms.Form):
    """A role, and until when."""

    def clean(self):
        """A guest comes for a time."""
        cleaned = super().clean()
        if cleaned.get("role") == SpaceRole.GUEST and "ends_on" in cleaned and not cleaned["ends_on"]:
            self.add_error("ends_on", _("Dites jusqu’à quand : un accès d’invité a toujours une fin."))
        return cleaned


class InviteForm(_ForATime):
    """A lead invites an address, whoever stands behind it."""

    email = forms.EmailField(
        label=_("Adresse e-mail"),
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
        help_text=_("Ce jour-là, l’accès se ferme. Sans date, une personne extérieure entre pour un an."),
    )
    message = forms.CharField(
        label=_("Un mot"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class MemberForm(_ForATime):
    """What a member is, and until when. `before` says from which state one began."""

    role = forms.ChoiceField(label=_("Rôle"), choices=SpaceRole)
    ends_on = DayField(
        label=_("Jusqu’au"), required=False, help_text=_("Vide : sans fin, sauf pour une personne extérieure.")
    )
    before = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)


class TakeLeadForm(forms.Form):
    """Why an administrator steps in."""

    reason = forms.CharField(
        label=_("Pourquoi vous intervenez"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Celles et ceux qui animent l’espace le liront, et le journal le garde."),
    )


class GuestAccountForm(JoinForm):
    """The account of somebody invited who has none: as whoever comes by an invitation, without a function here."""

    job_title = None
