"""What is typed about a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.files.forms import CheckedFileField

from .constants import Audience
from .models import Document
from .policies import can_add_document


class DocumentForm(forms.ModelForm):
    """Its title, its description, how far it may be attached."""

    class Meta:
        model = Document
        fields = ["title", "description", "audience"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "audience": forms.RadioSelect}
        help_texts = {"description": _("Ce qu’on y trouve, en une phrase ou deux. La recherche la lit.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_add_document(user, self.instance.space, Audience.POOL):
            del self.fields["audience"]


class VersionForm(forms.Form):
    """A new state of a document."""

    upload = CheckedFileField(
        label=_("Fichier"), error_messages={"required": _("Choisissez le fichier qui remplace le précédent.")}
    )
    note = forms.CharField(
        label=_("Ce qui change"), max_length=200, required=False, help_text=_("Par exemple : deux colonnes de plus.")
    )
