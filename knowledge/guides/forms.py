"""What is typed about a roll-out."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import User
from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage

from .constants import StepState
from .models import Rollout


class StepForm(forms.Form):
    """Where a commune is with a step."""

    status = forms.ChoiceField(label=_("Cette étape est"), choices=StepState, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Ce qu’il faut savoir"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Si l’étape est bloquée : par quoi. Lu de toutes les collectivités."),
    )
    on = forms.DateField(
        label=_("Depuis le"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_on(self):
        """A state is told of today or of a day gone by."""
        on = self.cleaned_data["on"]
        if on and on > timezone.localdate():
            raise forms.ValidationError(_("Ce jour n’est pas encore venu : dites où vous en êtes aujourd’hui."))
        return on


class RolloutForm(forms.ModelForm):
    """Open a guide for organisations."""

    class Meta:
        model = Rollout
        fields = ["organisations", "space", "leads", "starts_on", "target_on"]
        widgets = {
            "organisations": forms.CheckboxSelectMultiple,
            "leads": forms.SelectMultiple,
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "target_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.in_pool()
        self.fields["space"].queryset = SpacePage.objects.readable_by(user, "rollouts").filter(archived_at=None)
        self.fields["leads"].queryset = User.objects.agents().order_by("last_name", "first_name")


class NameAgentForm(forms.Form):
    """Who else sets the steps of the referent's organisation."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Agent"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        held = organisation.memberships.active()
        self.fields["user"].queryset = User.objects.agents().filter(pk__in=held.values("user")).order_by("last_name")
