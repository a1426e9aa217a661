"""Organisations of the pool and around it: communes, intercommunality, their CCAS, syndicates, partners."""

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intranet.core.crests import crest_of, letters_of

from .constants import OrganisationKind
from .querysets import OrganisationQuerySet


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
    payroll_software = models.CharField(_("logiciel de paie"), max_length=100, blank=True)
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

    def save(self, **kwargs):
        self.crest_tincture, self.crest_division = crest_of(self.name)
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def crest_letters(self) -> str:
        """The one or two letters on its crest."""
        return letters_of(self.short_name)


class MailDomain(models.Model):
    """A mail domain that belongs to one organisation; verified by an editor before it attaches anyone."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="mail_domains", verbose_name=_("collectivité")
    )
    domain = models.CharField(_("domaine"), max_length=200, unique=True)
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
    number = models.CharField(
        _("SIRET"), max_length=14, unique=True, validators=[RegexValidator(r"^\d{14}\Z", _("Un SIRET a 14 chiffres."))]
    )

    class Meta:
        verbose_name = _("SIRET")
        verbose_name_plural = _("SIRET")

    def __str__(self) -> str:
        return self.number
