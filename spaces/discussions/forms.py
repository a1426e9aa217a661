"""What is typed into a thread."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from intranet.core.fields import LineField
from intranet.files.forms import MultiFileField
from intranet.taxonomy.models import Theme

from .constants import MAX_BODY, ThreadKind
from .models import Message
from .policies import can_open_thread


class MessageForm(forms.Form):
    """One message. `client_id` is made by the browser, or by the page for one without JavaScript."""

    body = forms.CharField(
        label=_("Votre message"),
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Écrivez quelque chose avant d’envoyer.")},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    quote = forms.ModelChoiceField(Message.objects.none(), required=False, widget=forms.HiddenInput)
    files = MultiFileField(label=_("Fichiers"), required=False)

    def __init__(self, *args, thread=None, **kwargs):
        super().__init__(*args, **kwargs)
        if thread:
            self.fields["quote"].queryset = thread.messages.filter(deleted_at=None)
            self.offer_files(thread.space)

    def offer_files(self, space):
        """Files go among the documents of the space, when it has any."""
        if not space.has_module("documents"):
            del self.fields["files"]


class MessageEditForm(MessageForm):
    """One's own words, changed."""

    quote = None
    files = None


class ThreadForm(MessageForm):
    """A new thread and its first message."""

    title = LineField(
        label=_("Sujet"),
        max_length=200,
        error_messages={
            "required": _("Donnez un sujet, par exemple « Quel taux pour un agent sans adresse fiscale ? ».")
        },
    )
    kind = forms.ChoiceField(
        label=_("C’est"), choices=ThreadKind, initial=ThreadKind.DISCUSSION, widget=forms.RadioSelect
    )
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.all(), label=_("Thèmes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ["title", "kind", "body", "files", "themes", "client_id"]

    def __init__(self, *args, user, space, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["quote"]
        self.offer_files(space)
        if not can_open_thread(user, space, ThreadKind.ANNOUNCEMENT):
            offered = [choice for choice in ThreadKind.choices if choice[0] != ThreadKind.ANNOUNCEMENT]
            self.fields["kind"].choices = offered
