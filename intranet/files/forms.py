"""Fields that take files: what is wrong with one is said beside its name, before anything is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .intake import Checked, check
from .intake.names import clean_name
from .kinds import ACCEPT, FileRefused

MAX_FILES = 20


class MultiFileInput(forms.FileInput):
    """A picker of several files."""

    allow_multiple_selected = True


class CheckedFileField(forms.FileField):
    """One file; its cleaned value is `Checked`, ready for `files.actions.store`."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> Any:
        upload = super().clean(data, initial)
        return checked(upload) if upload else None


class MultiFileField(forms.FileField):
    """Any number of files; its cleaned value is a list of `Checked`. One refused, all are, each with its reason."""

    widget = MultiFileInput(attrs={"accept": ACCEPT})
    default_error_messages = {"too_many": gettext_lazy("Vingt fichiers à la fois au plus.")}

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        uploads = [upload for upload in data or [] if upload]
        if self.required and not uploads:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MAX_FILES:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        taken, refused = [], []
        for upload in uploads:
            try:
                taken.append(checked(upload))
            except forms.ValidationError as error:
                refused.append(error)
        if refused:
            raise forms.ValidationError(refused)
        return taken


def checked(upload: Any) -> Checked:
    """`upload`, checked; a refusal begins with the file's name."""
    try:
        return check(upload)
    except FileRefused as refusal:
        words = {"name": clean_name(upload.name), "reason": refusal.reason}
        raise forms.ValidationError(_("%(name)s : %(reason)s") % words) from refusal
