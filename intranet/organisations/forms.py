"""What is typed about an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.files.forms import CheckedFileField

from .constants import CONTACT, IDENTITY, ToolKind
from .models import Organisation, check_domain, check_siret

# Addresses of ours under `/organisations/`.
TAKEN = {"ajouter"}


class _Kept(forms.ModelForm):
    """What is said of an organisation, by several people. `before` says from which state one began."""

    before = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def tell_what_changed(self, error: ValidationError, kept: _Kept) -> None:
        """Say what is kept now, as the form `kept` shows it. What was typed stays; sent again, it is sent knowingly."""
        others = [bound for bound in kept if not bound.is_hidden and not isinstance(bound.field, forms.FileField)]
        said = [(bound.label, _shown(bound)) for bound in others if _shown(bound) != _shown(self[bound.name])]
        words = " ".join(_("%(label)s : « %(value)s ».") % {"label": label, "value": value} for label, value in said)
        self.add_error(
            None,
            _("%(said)s À présent : %(words)s Ce que vous avez tapé est gardé : enregistrez de nouveau pour le mettre.")
            % {"said": error.messages[0], "words": words},
        )
        self.data = self.data.copy()
        self.data["before"] = kept["before"].value()


def _shown(bound: forms.BoundField) -> str:
    """What the field says, as one reads it."""
    value = bound.value()
    several = value if isinstance(value, (list, tuple)) else [value]
    choices = dict(getattr(bound.field, "choices", ()))
    words = [str(choices.get(each, each)) for each in several if each not in (None, "", False)]
    return ", ".join(" ".join(each.split()) for each in words) or _("rien")


class ContactForm(_Kept):
    """A referent says how to reach the organisation, what it works with, and gives its logo."""

    website = forms.URLField(label=gettext_lazy("Site web"), required=False, max_length=200, assume_scheme="https")
    logo = CheckedFileField(
        label=gettext_lazy("Blason ou logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=gettext_lazy("Une image, carrée de préférence. Elle est refaite : rien d’autre n’en reste."),
    )
    without_logo = forms.BooleanField(label=gettext_lazy("Retirer le logo"), required=False)
    # From which state one began.
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Organisation
        fields = list(CONTACT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["before"] = self.instance.contact_state
        known = {tool.kind: tool.name for tool in self.instance.tools.all()}
        for kind, label in ToolKind.choices:
            field = forms.CharField(label=label, max_length=100, required=False, initial=known.get(kind, ""))
            self.fields[f"tool_{kind}"] = field
        if not self.instance.logo_id:
            del self.fields["without_logo"]

    @property
    def tool_fields(self) -> list[forms.BoundField]:
        """The fields of the tools, in order."""
        return [self[f"tool_{kind}"] for kind in ToolKind.values]

    @property
    def contact_fields(self) -> list[forms.BoundField]:
        """The fields of the contact, in order."""
        return [self[name] for name in CONTACT]

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        return {
            "contact": {name: cleaned[name] for name in CONTACT},
            "tools": {kind: cleaned[f"tool_{kind}"] for kind in ToolKind.values},
            "logo": cleaned.get("logo"),
            "without_logo": cleaned.get("without_logo", False),
            "before": cleaned["before"],
        }


def _several(label: Any, hint: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})
    return forms.CharField(label=label, required=False, help_text=hint, widget=widget, max_length=5000)


class IdentityForm(_Kept):
    """An editor says what an organisation is."""

    numbers = _several("SIRET", gettext_lazy("Un par ligne."))
    domains = _several(
        gettext_lazy("Domaines de messagerie"), gettext_lazy("Un par ligne, entier : « mairie.example ».")
    )
    verified = forms.MultipleChoiceField(
        label=gettext_lazy("Domaines vérifiés"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Qui prouve une adresse de ce domaine est rattaché aussitôt : ne cochez que ce que vous avez vérifié."
        ),
    )

    class Meta:
        model = Organisation
        fields = list(IDENTITY)
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.empty_label = _("Aucune autre")
        parent.queryset = Organisation.objects.order_by("short_name")
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Le nom dans l’adresse de sa page ; sans lui, il est fait du nom court.")
        if not self.instance.pk:
            del self.fields["verified"]
            return
        self.initial["before"] = self.instance.identity_state
        domains = sorted(self.instance.mail_domains.all(), key=lambda each: each.domain)
        self.initial["numbers"] = "\n".join(sorted(each.number for each in self.instance.sirets.all()))
        self.initial["domains"] = "\n".join(each.domain for each in domains)
        self.initial["verified"] = [each.domain for each in domains if each.verified_at]
        verified: Any = self.fields["verified"]
        verified.choices = [(each.domain, each.domain) for each in domains]
        parent.queryset = parent.queryset.exclude(pk=self.instance.pk)

    def clean_slug(self) -> str:
        """A name for the address, that is free and is not that of a page of ours."""
        slug = str(self.cleaned_data["slug"] or slugify(self.cleaned_data.get("short_name", ""))[:80])
        if not slug and "short_name" in self.errors:
            # Nothing to make it of: what is missing is said beside the short name.
            return slug
        if not slug or slug in TAKEN or Organisation.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Choisissez un autre nom pour l’adresse : celui-ci est pris."))
        return slug

    def clean_numbers(self) -> list[str]:
        """Each SIRET, without its spaces."""
        return self._each("numbers", lambda line: "".join(line.split()), check_siret)

    def clean_domains(self) -> list[str]:
        """Each domain, in small letters."""
        return self._each("domains", lambda line: line.strip().lower().lstrip("@").rstrip("."), check_domain)

    def clean_parent(self) -> Organisation | None:
        """Nothing is a part of its own part."""
        parent = above = self.cleaned_data["parent"]
        while above:
            if above.pk == self.instance.pk:
                raise ValidationError(_("Cette collectivité en fait elle-même partie."))
            above = above.parent
        return parent

    def _each(self, name: str, tidied: Any, check: Any) -> list[str]:
        values, errors = [], []
        for line in self.cleaned_data[name].splitlines():
            if value := tidied(line):
                try:
                    check(value)
                except ValidationError as error:
                    errors.append(_("%(value)s : %(reason)s") % {"value": value, "reason": error.messages[0]})
                values.append(value)
        if errors:
            raise ValidationError(errors)
        return list(dict.fromkeys(values))

    @property
    def said(self) -> dict[str, Any]:
        """What the action takes."""
        cleaned = self.cleaned_data
        return {
            "sirets": cleaned["numbers"],
            "domains": cleaned["domains"],
            "verified": cleaned.get("verified", []),
            "before": cleaned["before"],
        }
