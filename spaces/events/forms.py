"""What is typed about an event."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import LineField
from intranet.taxonomy.models import Theme
from spaces.workspaces.models import SpacePage

from .models import Event


class EventForm(forms.ModelForm):
    """A day, two times, a place. On the agenda of all spaces (`spaces` given), it asks for one of the reader's."""

    space = forms.ModelChoiceField(SpacePage.objects.none(), label=_("Espace"), empty_label=_("Choisissez"))
    day = forms.DateField(
        label=_("Jour"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Donnez un jour, par exemple 24/11/2026.")},
    )
    start = forms.TimeField(
        label=_("De"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Donnez une heure, par exemple 09:30.")},
    )
    end = forms.TimeField(
        label=_("À"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Donnez une heure, par exemple 11:00.")},
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label=_("Thèmes"), required=False, widget=forms.CheckboxSelectMultiple
    )

    # From which state one began.
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Event
        fields = ["title", "place", "body", "themes"]
        field_classes = {"title": LineField, "place": LineField}
        labels = {"title": _("Ce qui se passe"), "body": _("Ce qu’il faut savoir")}
        help_texts = {
            "place": _("Une adresse, une salle, ou « Visioconférence » et son lien dans la description."),
            "body": _("Markdown accepté."),
        }
        widgets = {"body": forms.Textarea(attrs={"rows": 5})}
        error_messages = {"title": {"required": _("Dites ce qui se passe, par exemple « Atelier DSN ».")}}

    field_order = ["space", "title", "day", "start", "end", "place", "body", "themes"]

    def __init__(self, *args, spaces=None, **kwargs):
        super().__init__(*args, **kwargs)
        if spaces is None:
            del self.fields["space"]
        else:
            self.fields["space"].queryset = spaces
        if self.instance.pk:
            start, end = timezone.localtime(self.instance.starts_at), timezone.localtime(self.instance.ends_at)
            self.initial |= {"day": start.date(), "start": start.time(), "end": end.time()}
            self.initial["before"] = self.instance.fingerprint

    def clean(self):
        """Two moments, made of the day and the times."""
        cleaned = super().clean()
        day, start, end = (cleaned.get(name) for name in ("day", "start", "end"))
        if day and start and end:
            if end <= start:
                self.add_error("end", _("Un rendez-vous finit après son début, le même jour."))
            if day < timezone.localdate() and day != self.initial.get("day"):
                self.add_error("day", _("Ce jour est passé."))
            cleaned["starts_at"] = timezone.make_aware(datetime.combine(day, start))
            cleaned["ends_at"] = timezone.make_aware(datetime.combine(day, end))
        return cleaned

    def values(self):
        """What the actions take."""
        names = ("title", "starts_at", "ends_at", "place", "body", "themes")
        return {name: self.cleaned_data[name] for name in names}
