"""The domain-free ground of the house."""

from django import forms
from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

# What a field that was left empty expects: Django says no more than that it is asked for.
EXPECTED = {
    forms.Field: _("Ce champ est vide : remplissez-le."),
    forms.ChoiceField: _("Choisissez une des réponses proposées."),
    forms.ModelMultipleChoiceField: _("Cochez-en au moins une."),
    forms.EmailField: _("Donnez une adresse, par exemple awa.diallo@commune.example."),
    forms.DateField: _("Donnez un jour, par exemple 24/11/2026."),
    forms.TimeField: _("Donnez une heure, par exemple 09:30."),
    forms.FileField: _("Choisissez un fichier."),
}


class CoreConfig(AppConfig):
    """What every app may use and that knows none of them."""

    name = "intranet.core"

    def ready(self):
        for field, words in EXPECTED.items():
            # Each class its own: a message of `Field` would be that of all.
            field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), "required": words}
        # Every app's sweeps.
        autodiscover_modules("tasks")
