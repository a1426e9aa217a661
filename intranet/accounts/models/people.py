"""People and the organisations they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property  # prefetching does not know functools' own
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intranet.files.models import StoredFile
from intranet.organisations.models import Organisation

from ..constants import EDITORS_GROUP, Level, MembershipRole, Nearness
from ..querysets import MembershipQuerySet, UserManager
from .cards import Card, check_phone


def level(name: Any, default: Level = Level.AGENTS) -> models.PositiveSmallIntegerField[int, int]:
    """Who sees a field of the profile."""
    return models.PositiveSmallIntegerField(name, choices=Level, default=default)


class User(AbstractBaseUser, PermissionsMixin):
    """A person.

    An agent has an active membership in the pool; a guest has none, but is in a space; pending: neither.
    """

    email = models.EmailField(_("adresse e-mail"), unique=True)
    first_name = models.CharField(_("prénom"), max_length=80)
    last_name = models.CharField(_("nom"), max_length=80)
    slug = models.SlugField(max_length=180, unique=True, editable=False)
    job_title = models.CharField(_("fonction"), max_length=150, blank=True)
    skills = models.CharField(_("compétences"), max_length=300, blank=True, help_text=_("Séparées par des virgules."))
    bio = models.TextField(_("présentation"), max_length=1000, blank=True)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True, validators=[check_phone])
    photo = models.ForeignKey(
        StoredFile,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="photo_of",
        verbose_name=_("photo"),
    )
    job_title_level = level(_("qui voit ma fonction"))
    skills_level = level(_("qui voit mes compétences"))
    bio_level = level(_("qui voit ma présentation"))
    phone_level = level(_("qui voit mon téléphone"), Level.ORGANISATION)
    photo_level = level(_("qui voit ma photo"))
    # Counts the times the profile was saved: who had opened it before is told.
    profile_version = models.PositiveIntegerField(default=0, editable=False)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    date_joined = models.DateTimeField(_("inscription"), default=timezone.now)
    left_note = models.CharField(max_length=150, blank=True, editable=False)

    objects = UserManager()
    # Annotated for a reader (`near`); where it was not, nothing of the profile is shown.
    nearness = Nearness.NOBODY

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        ordering = ["last_name", "first_name"]
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, **kwargs: Any) -> None:
        self.email = self.email.lower()
        if not self.slug:
            self.slug = self._free_slug()
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.slug])

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """First and last name; the address's first part while neither is known; where they left, when they have."""
        if self.left_note and not self.is_active:
            short = f"{self.first_name} {self.last_name[:1]}."
            return gettext("%(name)s (a quitté %(place)s)") % {"name": short, "place": self.left_note}
        return f"{self.first_name} {self.last_name}".strip() or self.email.split("@")[0]

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.email[:2].upper()

    def card(self, nearness: int) -> Card:
        """What somebody this near sees of the profile. A closed account shows nothing of it."""
        return Card(self, nearness if self.is_active else Nearness.NOBODY)

    @property
    def shown(self) -> Card:
        """What the reader sees of the profile, for whom this person was read (`near`, `with_organisations`)."""
        return self.card(self.nearness)

    @property
    def own_card(self) -> Card:
        """All that one said of oneself."""
        return self.card(Nearness.COLLEAGUE)

    @cached_property
    def active_memberships(self) -> list[Membership]:
        """Memberships of today with their organisation, the primary one first; `with_organisations()` reads them
        for many.
        """
        return list(self.memberships.active().select_related("organisation").order_by("-is_primary", "pk"))

    @property
    def organisations(self) -> list[Organisation]:
        """The organisations this person belongs to today, the primary one first."""
        return [membership.organisation for membership in self.active_memberships]

    @property
    def primary_organisation(self) -> Organisation | None:
        """The organisation whose crest stands by this person's name."""
        return next((membership.organisation for membership in self.active_memberships), None)

    @property
    def organisation_ids(self) -> list[int]:
        """Ids of the organisations this person belongs to today."""
        return [each.organisation_id for each in self.active_memberships]

    @property
    def pool_organisation_ids(self) -> list[int]:
        """Ids of the pool's organisations this person belongs to today."""
        return [each.organisation_id for each in self.active_memberships if each.organisation.in_pool]

    @property
    def is_agent(self) -> bool:
        """Whether this person belongs to the pool today."""
        return self.is_active and bool(self.pool_organisation_ids)

    @property
    def refers_to(self) -> list[Organisation]:
        """The organisations this person is a referent of today."""
        return [each.organisation for each in self.active_memberships if each.role == MembershipRole.REFERENT]

    @cached_property
    def is_editor(self) -> bool:
        """Whether this person edits the métropole's pages and reviews lessons."""
        return self.is_active and self.is_agent and self.groups.filter(name=EDITORS_GROUP).exists()

    def _free_slug(self) -> str:
        base = slugify(self.full_name)[:160] or "personne"
        taken = set(User.objects.filter(slug__startswith=base).values_list("slug", flat=True))
        return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)


class Membership(models.Model):
    """A person's attachment to an organisation, from a day to a day."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("personne"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name=_("collectivité")
    )
    role = models.CharField(_("rôle"), max_length=20, choices=MembershipRole, default=MembershipRole.AGENT)
    is_primary = models.BooleanField(_("principal"), default=True)
    started_on = models.DateField(_("depuis le"), default=timezone.localdate)
    ended_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("rattachement")
        verbose_name_plural = _("rattachements")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=models.Q(ended_on__isnull=True), name="one_open_membership"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
