"""What is typed about a roll-out."""

from collections import defaultdict

from django import forms
from django.db.models import Q, Value
from django.db.models.functions import Concat
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


class AgentsField(forms.CharField):
    """Agents, one a line, each by their address or their whole name: a pool has thousands, no list holds them."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value):
        """The agents, in the order of the lines. Whoever is not found, or is one of several, is named."""
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        # Each database folds the case of accented letters in its own way: both usual spellings are asked for.
        names = [*lines, *(line.title() for line in lines)]
        agents = User.objects.agents().annotate(name=Concat("first_name", Value(" "), "last_name"))
        known = defaultdict(set)
        for agent in agents.filter(Q(email__in=[line.lower() for line in lines]) | Q(name__in=names)):
            known[agent.email].add(agent)
            known[agent.name.lower()].add(agent)
        chosen, errors = {}, []
        for line in lines:
            found = known[line.lower()]
            if not found:
                errors.append(_("« %(line)s » : aucun agent de ce nom ni de cette adresse.") % {"line": line})
            elif len(found) > 1:
                errors.append(_("« %(line)s » : plusieurs agents portent ce nom, donnez l’adresse.") % {"line": line})
            chosen |= {agent.pk: agent for agent in found}
        if errors:
            raise forms.ValidationError(errors)
        return list(chosen.values())


class RolloutForm(forms.ModelForm):
    """Open a guide for organisations."""

    leads = AgentsField(
        label=_("Animateurs"),
        required=False,
        max_length=4000,
        help_text=_("Une personne par ligne : son nom entier ou son adresse e-mail."),
    )

    class Meta:
        model = Rollout
        fields = ["organisations", "space", "starts_on", "target_on"]
        labels = {"organisations": _("Collectivités"), "space": _("Espace")}
        help_texts = {"space": _("Là où l’on s’entraide : le guide y mène.")}
        widgets = {
            "organisations": forms.CheckboxSelectMultiple,
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "target_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisations"].queryset = Organisation.objects.in_pool().order_by("short_name")
        self.fields["space"].empty_label = _("Aucun")
        self.fields["space"].queryset = SpacePage.objects.readable_by(user, "rollouts").filter(archived_at=None)
        self.initial.setdefault("leads", user.full_name)


class NameAgentForm(forms.Form):
    """Who else sets the steps of the referent's organisation."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Agent"), empty_label=_("Choisissez"))

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, **kwargs)
        held = organisation.memberships.active()
        self.fields["user"].queryset = User.objects.agents().filter(pk__in=held.values("user")).order_by("last_name")
