"""What is looked for in the record."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from .constants import ACTS

FIRST, LAST = date(2000, 1, 1), date(2999, 12, 31)


class RecordForm(forms.Form):
    """Every field may be left empty."""

    person = forms.CharField(label=_("Personne"), max_length=100, required=False)
    act = forms.ChoiceField(label=_("Acte"), required=False)
    organisation = forms.CharField(label=_("Collectivité"), max_length=100, required=False)
    since = forms.DateField(
        label=_("Du"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Au"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, acts=(), **kwargs):
        """`acts`: the acts that are in what the reader may read."""
        super().__init__(*args, **kwargs)
        named = sorted(((act, str(ACTS.get(act, act))) for act in acts), key=lambda pair: pair[1].casefold())
        self.fields["act"].choices = [("", _("Tous les actes")), *named]

    def clean(self):
        """The days are in order, and of our time."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        for name, day in (("since", since), ("until", until)):
            if day and not FIRST <= day <= LAST:
                self.add_error(name, _("Cette date est trop lointaine."))
        if since and until and since > until:
            self.add_error("until", _("Cette date est avant celle du début."))
        return self.cleaned_data
