"""What is typed about a lesson."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import LineField
from intranet.organisations.models import Organisation
from spaces.documents.constants import Audience as DocumentAudience
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage

from .constants import MAX_SECTION, SECTIONS, Audience, Rating
from .models import Feedback, LessonPage, Reuse


class LessonForm(forms.ModelForm):
    """A lesson in sections. A draft may be incomplete: only its title and organisation are asked for."""

    # The revision that was opened: saving over a newer one is refused.
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = LessonPage
        fields = [
            "title", "summary", "themes", "organisation", "began", "ended", "cost", "effort_days", "tools", "scale",
            "context", "action", "results", "obstacles", "advice",
            "audience", "organisations", "space", "documents",
        ]  # fmt: skip
        field_classes = {"title": LineField}
        labels = {"title": _("Titre")}
        error_messages = {
            "title": {"required": _("Donnez un titre, par exemple « Douze étapes avec un agent et demi ».")}
        }
        help_texts = {
            "title": _("Ce que l’on apprend en vous lisant, pas le nom du projet."),
            "scale": _("Par exemple : 118 agents, ou 240 actes par an."),
            "cost": _("En euros, tout compris. Par exemple 4300."),
            "space": _("Seulement pour « Les membres d’un espace »."),
            "organisations": _("Seulement pour « Certaines collectivités »."),
            **{name: hint for name, _heading, hint in SECTIONS},
        }
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
            "themes": forms.CheckboxSelectMultiple,
            "organisations": forms.CheckboxSelectMultiple,
            "documents": forms.CheckboxSelectMultiple,
            "audience": forms.RadioSelect,
            "began": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ended": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{name: forms.Textarea(attrs={"rows": 5}) for name, _heading, _hint in SECTIONS},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Organisation.objects.filter(pk__in=user.pool_organisation_ids)
        self.fields["organisation"].queryset = mine | Organisation.objects.filter(pk=self.instance.organisation_id)
        self.fields["organisation"].empty_label = None
        self.fields["organisations"].queryset = Organisation.objects.in_pool().order_by("short_name")
        self.fields["space"].empty_label = _("Choisissez")
        self.fields["space"].queryset = SpacePage.objects.readable_by(user).filter(archived_at=None)
        # Only a document that may leave its space goes with a lesson; and only one that its author reads.
        self.fields["documents"].queryset = (
            Document.objects.visible_to(user).filter(audience=DocumentAudience.POOL).order_by("title")
        )
        for name, _heading, _hint in SECTIONS:
            # Markdown of a megabyte takes seconds to read.
            self.fields[name].validators.append(MaxLengthValidator(MAX_SECTION))
            self.fields[name].widget.attrs["maxlength"] = MAX_SECTION
        if self.instance.pk:
            # Where it stands is settled: widening it is an editor's act.
            for name in ("audience", "organisations", "space"):
                del self.fields[name]
            self.fields["base"].initial = self.instance.latest_revision_id

    def clean(self):
        """Each audience with what it needs, and nothing else."""
        cleaned = super().clean()
        if cleaned.get("ended") and cleaned.get("began") and cleaned["ended"] < cleaned["began"]:
            self.add_error("ended", _("La fin vient après le début."))
        if "audience" not in self.fields:
            return cleaned
        if cleaned.get("audience") != Audience.ORGANISATIONS:
            cleaned["organisations"] = Organisation.objects.none()
        elif not cleaned.get("organisations"):
            self.add_error("organisations", _("Choisissez au moins une collectivité."))
        if cleaned.get("audience") != Audience.SPACE:
            cleaned["space"] = None
        elif not cleaned.get("space"):
            self.add_error("space", _("Choisissez l’espace."))
        return cleaned


class ReuseForm(forms.ModelForm):
    """« Nous le reprenons »."""

    class Meta:
        model = Reuse
        fields = ["organisation", "note"]
        labels = {"organisation": _("Collectivité")}
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, user, lesson, **kwargs):
        super().__init__(*args, **kwargs)
        done = {lesson.organisation_id, *(each.organisation_id for each in lesson.reuses.all())}
        places = [each.organisation for each in user.active_memberships]
        left = {place.pk: str(place) for place in places if place.in_pool and place.pk not in done}
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=left)
        # They are known: asking for them again would cost a query each time the field is read.
        self.fields["organisation"].choices = list(left.items())


class FeedbackForm(forms.ModelForm):
    """Whether it helped."""

    class Meta:
        model = Feedback
        fields = ["rating", "comment"]
        widgets = {"comment": forms.Textarea(attrs={"rows": 3})}

    # A model's own field would offer « --------- » among the answers.
    rating = forms.TypedChoiceField(
        choices=Rating,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une des quatre réponses.")},
    )
