"""What is typed about a document, a version, a folder."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.fields import LineField, as_read
from intranet.files.forms import CheckedFileField
from spaces.workspaces.models import SpacePage

from .constants import MAX_DEPTH, MAX_TAGS, Audience
from .models import Document, Folder, Tag
from .policies import can_add_document

MAX_SPACES = 200
# What stands for no folder at all.
TOP = "top"


class DocumentForm(forms.ModelForm):
    """Its title, its description, its tags, how far it may be attached."""

    tags = forms.CharField(
        label=gettext_lazy("Étiquettes"), required=False, max_length=500,
        help_text=gettext_lazy("Des mots séparés par des virgules, dix au plus. Par exemple : budget, 2027."),
    )  # fmt: skip
    # What the page showed, so that nothing is written over unseen.
    before = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    class Meta:
        model = Document
        fields = ["title", "description", "audience"]
        field_classes = {"title": LineField}
        widgets = {"description": forms.Textarea(attrs={"rows": 3}), "audience": forms.RadioSelect}
        error_messages = {"title": {"required": gettext_lazy("Donnez un titre : c’est par lui qu’on le trouve.")}}
        help_texts = {"description": gettext_lazy("Ce qu’on y trouve, en une phrase ou deux. La recherche la lit.")}

    field_order = ["title", "description", "tags", "audience"]

    def __init__(self, *args, user, instance, **kwargs):
        initial = {"tags": instance.tag_names, "before": instance.fingerprint}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
        if not can_add_document(user, self.instance.space, Audience.POOL):
            del self.fields["audience"]

    def clean_tags(self):
        """The words, each once, without too many of them."""
        typed = re.split(r"[,;\n]", self.cleaned_data["tags"])
        names: dict[str, str] = {}
        for name in (" ".join(as_read(word).split()) for word in typed):
            if name:
                names.setdefault(name.casefold(), name)
        if len(names) > MAX_TAGS:
            raise forms.ValidationError(_("Dix étiquettes au plus : gardez celles qui servent à retrouver."))
        longest = Tag._meta.get_field("name").max_length
        if any(len(name) > longest for name in names.values()):
            raise forms.ValidationError(_("Une étiquette a %(n)d caractères au plus.") % {"n": longest})
        return list(names.values())


class VersionForm(forms.Form):
    """A new state of a document."""

    upload = CheckedFileField(
        label=gettext_lazy("Fichier"),
        error_messages={"required": gettext_lazy("Choisissez le fichier qui remplace le précédent.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Ce qui change"), max_length=200, required=False,
        help_text=gettext_lazy("Par exemple : deux colonnes de plus."),
    )  # fmt: skip
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)


class RestoreForm(forms.Form):
    """Why an old state is taken up again."""

    note = forms.CharField(
        label=gettext_lazy("Pourquoi"), max_length=200, required=False,
        help_text=gettext_lazy("Par exemple : la dernière mélangeait deux mois."),
    )  # fmt: skip


class FolderForm(forms.Form):
    """Its name and, once it is there, the folder it is in."""

    name = LineField(
        label=gettext_lazy("Nom du dossier"),
        max_length=80,
        error_messages={"required": gettext_lazy("Donnez-lui un nom, par exemple « Comptes rendus ».")},
    )

    def __init__(self, *args, folder=None, **kwargs):
        initial = {"name": folder.name, "parent": folder.parent_id or TOP} if folder else {}
        super().__init__(*args, initial=initial, **kwargs)
        if folder:
            self.fields["before"] = _before(folder.fingerprint)
            around = [(each, path) for each, path in tree(folder.space) if each.depth < MAX_DEPTH and each != folder]
            self.around = {str(each.pk): each for each, _path in around}
            choices = [(TOP, _("Documents, tout en haut")), *((each.pk, path) for each, path in around)]
            self.fields["parent"] = forms.ChoiceField(label=_("Rangé dans"), choices=choices)

    def clean_name(self):
        """Without the blanks that nobody sees."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_parent(self):
        """The folder itself."""
        return self.around.get(self.cleaned_data["parent"])


class MoveForm(forms.Form):
    """Where a document goes: a folder of its space, or another space."""

    destination = forms.ChoiceField(label=gettext_lazy("Le ranger dans"))

    def __init__(self, *args, document, user, **kwargs):
        here = f"folder:{document.folder_id}" if document.folder_id else TOP
        super().__init__(*args, initial={"destination": here}, **kwargs)
        self.document = document
        self.fields["before"] = _before(document.place)
        self.folders = {f"folder:{folder.pk}": (folder, path) for folder, path in tree(document.space)}
        others = SpacePage.objects.joined_by(user).exclude(pk=document.space_id).order_by("title")[:MAX_SPACES]
        self.spaces = {f"space:{space.pk}": space for space in others}
        choices = [(TOP, _("Documents, tout en haut")), *((key, path) for key, (_f, path) in self.folders.items())]
        if self.spaces:
            choices.append((_("Dans un autre espace"), [(key, space.title) for key, space in self.spaces.items()]))
        self.fields["destination"].choices = choices

    def where(self):
        """The space (None: its own) and the folder."""
        chosen = self.cleaned_data["destination"]
        return self.spaces.get(chosen), self.folders.get(chosen, (None, ""))[0]


def _before(state):
    """From which state one began, so that nothing is written over unseen."""
    return forms.CharField(required=False, max_length=16, initial=state, widget=forms.HiddenInput)


def tree(space):
    """The folders of `space` in their order, each with its path as it is read: « Paie › Modèles ». One query."""
    inside = {}
    for folder in Folder.objects.filter(space=space):
        inside.setdefault(folder.parent_id, []).append(folder)

    def walk(parent, path):
        for folder in inside.get(parent, ()):
            here = f"{path}{folder.name}"
            yield folder, here
            yield from walk(folder.pk, f"{here} › ")

    return list(walk(None, ""))
