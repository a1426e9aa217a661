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


class ToolKind(TextChoices):
    """What a declared tool is for."""

    PAYROLL = "payroll", _("Paie et carrières")
    FINANCE = "finance", _("Finances")
    CIVIL = "civil", _("État civil et élections")
    FAMILY = "family", _("Enfance et familles")
    PLANNING = "planning", _("Urbanisme")
    MAIL = "mail", _("Courrier et parapheur")
    OFFICE = "office", _("Bureautique et messagerie")


# La Poste, whose establishments follow a rule of their own.
LA_POSTE = "356000000"

# How an organisation is reached: fields of it that its referents change.
CONTACT = ("contact_email", "contact_phone", "contact_address", "website")
# What it is: fields of it that editors change.
IDENTITY = ("name", "short_name", "slug", "kind", "in_pool", "parent", "population", "description")
