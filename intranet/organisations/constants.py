"""Kinds of organisations."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    """What an organisation is in law."""

    COMMUNE = "commune", _("Commune")
    EPCI = "epci", _("Intercommunalité")
    CCAS = "ccas", _("CCAS")
    SYNDICAT = "syndicat", _("Syndicat")
    ECOLE = "ecole", _("École")
    PARTENAIRE = "partenaire", _("Partenaire")
