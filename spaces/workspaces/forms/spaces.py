"""What is typed about a space, and what is pinned in it."""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import LineField
from intranet.core.plugs import plugged
from intranet.core.text import images_of
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from ..constants import Access
from ..models import Pin, SpacePage

# « www.commune.fr », « commune.fr/page »: no scheme, a name with a dot.
BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?:[/?#]|$)")


def modules():
    """What a space may do without: the name and label of each."""
    panels = (panel for panel in plugged("register_panel") if panel.place == "space" and panel.optional)
    return [(panel.name, panel.label) for panel in sorted(panels, key=lambda p: p.order)]


class SpaceForm(forms.ModelForm):
    """Open a space, or change it. `edition` says from which state one began."""

    access = forms.ChoiceField(
        label=_("Qui peut entrer"),
        choices=Access,
        initial=Access.OPEN,
        widget=forms.RadioSelect,
        help_text=_(
            "Ouvert et certaines collectivités : on lit et on rejoint librement. Sur demande : tous les agents voient "
            "son nom, seuls ses membres le lisent. Sur invitation : les autres ne savent pas qu’il existe."
        ),
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.in_pool().order_by("short_name"),
        label=_("Collectivités"),
        help_text=_("Seulement pour « Certaines collectivités »."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label=_("Thèmes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    modules = forms.MultipleChoiceField(
        label=_("Ce qu’on y trouve"),
        help_text=_("Ce que vous décochez se range sans se perdre : tout revient si vous le cochez à nouveau."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SpacePage
        fields = ["title", "purpose", "intro", "access", "organisations", "themes"]
        field_classes = {"title": LineField, "purpose": LineField}
        labels = {"title": _("Nom de l’espace")}
        error_messages = {"title": {"required": _("Donnez-lui un nom, par exemple « Paie et carrières ».")}}
        help_texts = {
            "title": "",
            "purpose": _("Une phrase : ce qu’on y fait ensemble."),
            "intro": format_lazy(
                _(
                    "Markdown : ## titre, **gras**, - liste. Un encadré commence par {note} ou par {warning}. "
                    "Une image de l’espace s’insère par l’adresse de sa page : {image}."
                ),
                note="> [!note]",
                warning="> [!attention]",
                image="![ce qu’elle montre](/documents/12/)",
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["modules"]
        field.choices = modules()
        if not self.initial.get("modules"):
            self.initial["modules"] = [name for name, _label in field.choices if self.instance.has_module(name)]
        self.initial.setdefault("edition", self.instance.edition)

    def clean_intro(self):
        """What it shows is filed in the space."""
        intro = self.cleaned_data["intro"]
        for address in images_of(intro):
            if not self.instance.picture_at(address):
                raise forms.ValidationError(
                    _(
                        "« %(address)s » n’est pas une image de cet espace. "
                        "Déposez-la d’abord dans ses documents, puis donnez ici l’adresse de sa page."
                    ),
                    params={"address": address},
                )
        return intro

    def clean(self):
        """Organisations go with their kind of access, and with no other."""
        cleaned = super().clean()
        if cleaned.get("access") != Access.ORGANISATIONS:
            cleaned["organisations"] = Organisation.objects.none()
        elif not cleaned.get("organisations"):
            self.add_error("organisations", _("Choisissez au moins une collectivité, la vôtre par exemple."))
        off = sorted({name for name, _label in self.fields["modules"].choices} - set(cleaned.get("modules", [])))
        self.instance.modules_off = f",{','.join(off)}," if off else ""
        self.instance.edition = cleaned.get("edition") or 0
        return cleaned


class PinForm(forms.ModelForm):
    """A document, a thread, a link, or a few words."""

    class Meta:
        model = Pin
        fields = ["title", "url", "text"]
        field_classes = {"title": LineField, "text": LineField}
        help_texts = {
            "url": _("Collez l’adresse d’une discussion, d’un document ou d’un site."),
        }

    def clean_url(self):
        """An address of the site loses its host; of others, only those of the web are taken."""
        # Browsers pass over tabs and line breaks: what is read here is what they will read.
        url = re.sub(r"[\x00-\x1f\x7f]", "", self.cleaned_data["url"]).strip()
        if settings.SITE_URL and (url + "/").startswith(settings.SITE_URL + "/"):
            url = url[len(settings.SITE_URL) :] or "/"
        if not url or (url.startswith("/") and not url.startswith("//") and "\\" not in url):
            return url
        if BARE.match(url):
            # As one copies it from a letterhead.
            url = f"https://{url}"
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise forms.ValidationError(
                _("Une adresse commence par %(full)s ou par %(here)s.") % {"full": "https://", "here": "/"}
            )
        return url

    def clean(self):
        """Something to open, or something to read."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("url") and not cleaned.get("text"):
            self.add_error("url", _("Donnez une adresse ou quelques mots."))
        return cleaned
