"""What a referent decides of an agent."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.organisations.models import Organisation

from ..constants import MembershipRole, Nearness
from ..models import Membership, User


class _ByName(forms.ModelChoiceField):
    """People by their name and what they do, as every agent may see it, so that namesakes are told apart."""

    def label_from_instance(self, obj: User) -> str:
        return " · ".join(filter(None, [obj.full_name, obj.card(Nearness.AGENT).job_title]))


class SuccessorForm(forms.Form):
    """Who takes over: another agent of the same organisation."""

    successor = _ByName(User.objects.none(), label=_("Successeur"), required=False, empty_label=_("Personne"))

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset = User.objects.of(membership.organisation).exclude(pk=membership.user_id)


class RoleForm(forms.Form):
    """What a person is in the organisation."""

    prefix = "role"
    role = forms.ChoiceField(label=_("Rôle"), choices=MembershipRole, widget=forms.RadioSelect)


class HandOverForm(SuccessorForm):
    """Give what somebody leads to another."""

    prefix = "passation"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.required, field.empty_label = True, _("Choisissez")


class EndForm(SuccessorForm):
    """The day a membership ends, and who takes over."""

    prefix = "fin"
    on = forms.DateField(
        label=_("Fin le"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Ce jour-là, ses droits s’arrêtent ; aujourd’hui, tout de suite."),
    )
    field_order = ["on", "successor"]


class MoveForm(SuccessorForm):
    """Where an agent goes, and who takes over."""

    prefix = "mobilite"
    destination = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Nouvelle collectivité"), empty_label=_("Choisissez")
    )
    message = forms.CharField(
        label=_("Un mot pour son référent"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ["destination", "successor", "message"]

    def __init__(self, *args: Any, membership: Membership, **kwargs: Any) -> None:
        super().__init__(*args, membership=membership, **kwargs)
        places = Organisation.objects.in_pool().exclude(pk=membership.organisation_id).order_by("short_name")
        field: Any = self.fields["destination"]
        field.queryset = places
