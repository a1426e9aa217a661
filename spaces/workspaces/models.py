"""Spaces: where agents of several organisations work together, and the root of access."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page

from intranet.core.text import render_markdown
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from .constants import Access, SpaceRole
from .querysets import SpaceManager, SpaceMembershipQuerySet


class SpaceIndexPage(Page):
    """The section of all spaces. It has no content: the list is made for each reader."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["workspaces.SpacePage"]
    max_count = 1

    class Meta:
        verbose_name = _("rubrique des espaces")


class SpacePage(Page):
    """A space. Its page holds the purpose and the introduction; everything said in it lives in plain rows."""

    access = models.CharField(_("qui peut entrer"), max_length=20, choices=Access, default=Access.OPEN)
    organisations = ParentalManyToManyField(
        Organisation, blank=True, related_name="spaces", verbose_name=_("collectivités")
    )
    purpose = models.CharField(_("à quoi sert cet espace"), max_length=200, blank=True)
    intro = models.TextField(_("présentation"), blank=True, max_length=10_000)
    intro_html = models.TextField(editable=False, blank=True)
    intro_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    intro_edited_at = models.DateTimeField(null=True, editable=False)
    themes = ParentalManyToManyField(Theme, blank=True, related_name="spaces", verbose_name=_("thèmes"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When something was last said, filed or announced in it.
    active_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    objects = SpaceManager()

    parent_page_types = ["workspaces.SpaceIndexPage"]

    class Meta:
        verbose_name = _("espace")
        verbose_name_plural = _("espaces")

    def full_clean(self, *args, **kwargs):
        self.intro_html = render_markdown(self.intro)
        super().full_clean(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its address, the same as in the page tree."""
        return f"/espaces/{self.slug}/"

    @cached_property
    def leads(self) -> list:
        """The people who lead it today."""
        led = self.memberships.current().filter(role=SpaceRole.LEAD).select_related("user").order_by("joined_at", "pk")
        return [membership.user for membership in led]


class SpaceMembership(models.Model):
    """A person in a space. For an agent with a right of their own, it means following and being listed."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="memberships", verbose_name=_("espace"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="space_memberships", verbose_name=_("personne")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=SpaceRole, default=SpaceRole.MEMBER)
    joined_at = models.DateTimeField(_("depuis le"), default=timezone.now)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)

    objects = SpaceMembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="once_in_a_space")]
        verbose_name = _("membre")
        verbose_name_plural = _("membres")

    def __str__(self) -> str:
        return f"{self.user} · {self.space} ({self.role})"


class JoinRequest(models.Model):
    """An agent asks to enter a space on request; a lead answers."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    message = models.TextField(_("un mot pour les animateurs"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "user"], condition=models.Q(answered_at__isnull=True), name="one_waiting_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.space}"

    def get_absolute_url(self) -> str:
        return f"{self.space.get_absolute_url()}membres/"
