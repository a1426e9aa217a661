"""What is typed about a space."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.accounts.models import User
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from .constants import Access, SpaceRole
from .models import SpacePage


class SpaceForm(forms.ModelForm):
    """Open a space, or change it."""

    access = forms.ChoiceField(
        label=_("Qui peut entrer"), choices=Access, initial=Access.OPEN, widget=forms.RadioSelect
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.in_pool(),
        label=_("Collectivités"),
        help_text=_("Seulement pour « Certaines collectivités »."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label=_("Thèmes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = SpacePage
        fields = ["title", "purpose", "intro", "access", "organisations", "themes"]
        labels = {"title": _("Nom de l’espace")}
        help_texts = {
            "title": "",
            "purpose": _("Une phrase : ce qu’on y fait ensemble."),
            "intro": _("Markdown accepté."),
        }

    def clean(self):
        """Organisations go with their kind of access, and with no other."""
        cleaned = super().clean()
        if cleaned.get("access") != Access.ORGANISATIONS:
            cleaned["organisations"] = Organisation.objects.none()
        elif not cleaned.get("organisations"):
            self.add_error("organisations", _("Choisissez au moins une collectivité, la vôtre par exemple."))
        return cleaned


class JoinRequestForm(forms.Form):
    """A word for the leads."""

    message = forms.CharField(
        label=_("Un mot pour les animateurs"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class BringInForm(forms.Form):
    """A lead brings somebody in, or changes a role."""

    email = forms.EmailField(label=_("Adresse électronique"))
    role = forms.ChoiceField(label=_("Rôle"), choices=SpaceRole, initial=SpaceRole.MEMBER)
    ends_on = forms.DateField(
        label=_("Jusqu’au"), required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Facultatif.")
    )

    def clean_email(self):
        """The address of somebody who has an account."""
        user = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if not user:
            raise forms.ValidationError(_("Personne n’a de compte à cette adresse."))
        self.cleaned_data["user"] = user
        return user.email
