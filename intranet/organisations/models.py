"""Organisations of the pool and around it: communes, intercommunality, their CCAS, syndicates, partners."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.crests import crest_of, letters_of
from intranet.core.fingerprints import fingerprint
from intranet.files.models import StoredFile

from .constants import CONTACT, IDENTITY, LA_POSTE, OrganisationKind, ToolKind
from .querysets import OrganisationQuerySet

_DOMAIN = re.compile(r"(?=.{4,200}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")


def check_siret(number: str) -> None:
    """Raise ValidationError unless `number` is a SIRET: 14 digits with their key (Luhn's; La Poste's sum)."""
    if not re.fullmatch(r"[0-9]{14}", number):
        raise ValidationError(_("Un SIRET a 14 chiffres."))
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(number)]
    if sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0:
        return
    if number.startswith(LA_POSTE) and sum(map(int, number)) % 5 == 0:
        return
    raise ValidationError(_("Ce SIRET n’existe pas : un chiffre est faux."))


def check_domain(domain: str) -> None:
    """Raise ValidationError unless `domain` is a whole mail domain, in small letters."""
    if not _DOMAIN.fullmatch(domain):
        raise ValidationError(_("« %(domain)s » n’est pas un domaine de messagerie."), params={"domain": domain})


class Organisation(models.Model):
    """A legal body whose people use Parvis. `in_pool` makes its people agents; without it they can only be guests."""

    slug = models.SlugField(_("adresse"), unique=True, max_length=80)
    name = models.CharField(_("nom"), max_length=200)
    short_name = models.CharField(_("nom court"), max_length=80)
    kind = models.CharField(_("nature"), max_length=20, choices=OrganisationKind, default=OrganisationKind.COMMUNE)
    in_pool = models.BooleanField(_("membre de la mutualisation"), default=False)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="children", verbose_name=_("rattachée à")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    description = models.TextField(_("présentation"), blank=True)
    contact_email = models.EmailField(_("adresse e-mail"), blank=True)
    contact_phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    contact_address = models.CharField(_("adresse postale"), max_length=300, blank=True)
    website = models.CharField(_("site web"), max_length=200, blank=True, validators=[URLValidator(["http", "https"])])
    # Shown on its own page; everywhere else stands the crest, which costs nothing.
    logo = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="logo_of",
        verbose_name=_("logo"),
    )
    # Computed from the name once, on save: a page shows dozens of crests.
    crest_tincture = models.PositiveSmallIntegerField(editable=False, default=0)
    crest_division = models.PositiveSmallIntegerField(editable=False, default=0)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("collectivité")
        verbose_name_plural = _("collectivités")

    def __str__(self) -> str:
        return self.short_name

    def save(self, **kwargs: Any) -> None:
        self.crest_tincture, self.crest_division = crest_of(self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def contact_state(self) -> str:
        """What its referents say of it."""
        tools = sorted((tool.kind, tool.name) for tool in self.tools.all())
        return fingerprint([getattr(self, name) for name in CONTACT], tools, self.logo_id)

    @property
    def identity_state(self) -> str:
        """What editors say of it."""
        numbers = sorted(each.number for each in self.sirets.all())
        domains = sorted((each.domain, bool(each.verified_at)) for each in self.mail_domains.all())
        return fingerprint(
            [getattr(self, f"{name}_id" if name == "parent" else name) for name in IDENTITY], numbers, domains
        )

    @property
    def crest_letters(self) -> str:
        """The one or two letters on its crest."""
        return letters_of(self.short_name)


class MailDomain(models.Model):
    """A mail domain that belongs to one organisation; verified by an editor before it attaches anyone."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="mail_domains", verbose_name=_("collectivité")
    )
    domain = models.CharField(_("domaine"), max_length=200, unique=True, validators=[check_domain])
    verified_at = models.DateTimeField(_("vérifié le"), null=True, blank=True)

    class Meta:
        verbose_name = _("domaine de messagerie")
        verbose_name_plural = _("domaines de messagerie")

    def __str__(self) -> str:
        return self.domain


class Siret(models.Model):
    """A SIRET of an organisation (INSEE: 14 digits); one organisation may have several, one SIRET has one
    organisation.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="sirets", verbose_name=_("collectivité")
    )
    number = models.CharField(_("SIRET"), max_length=14, unique=True, validators=[check_siret])

    class Meta:
        verbose_name = _("SIRET")
        verbose_name_plural = _("SIRET")

    def __str__(self) -> str:
        return self.number


class DeclaredTool(models.Model):
    """What an organisation uses for something: its neighbours look for those who have the same."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tools", verbose_name=_("collectivité"))
    kind = models.CharField(_("pour"), max_length=20, choices=ToolKind)
    name = models.CharField(_("logiciel"), max_length=100)

    class Meta:
        ordering = ["kind"]
        verbose_name = _("logiciel déclaré")
        verbose_name_plural = _("logiciels déclarés")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="one_tool_a_kind")]

    def __str__(self) -> str:
        return self.name
