"""Spaces: where agents of several organisations work together, and the root of access."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page

from intranet.core.plugs import plugged
from intranet.core.text import render_markdown
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from ..constants import Access, SpaceRole
from ..querysets import SpaceManager


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
    # What is switched off, each name between commas: a module that comes later is on.
    modules_off = models.CharField(max_length=200, blank=True, editable=False)
    is_template = models.BooleanField(_("modèle pour d’autres espaces"), default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When something was last said, filed or announced in it.
    active_at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)
    # Grows with each change of its settings: who began from an older one is told.
    edition = models.PositiveIntegerField(default=0, editable=False)
    # Read-only since then.
    archived_at = models.DateTimeField(null=True, editable=False)
    # In the bin since then: nobody sees it but its leads, there.
    binned_at = models.DateTimeField(null=True, editable=False)

    objects = SpaceManager()

    parent_page_types = ["workspaces.SpaceIndexPage"]

    class Meta:
        verbose_name = _("espace")
        verbose_name_plural = _("espaces")

    def full_clean(self, *args, **kwargs):
        self.intro_html = render_markdown(self.intro, picture=self.picture_at)
        super().full_clean(*args, **kwargs)

    def picture_at(self, address: str) -> str:
        """Where the image of this space whose page is at `address` is served; nothing when it has none there
        (`register_space_picture`).
        """
        found = (picture(self, address) for picture in plugged("register_space_picture"))
        return next(filter(None, found), "")

    def get_absolute_url(self) -> str:
        """Its address, the same as in the page tree."""
        return f"/espaces/{self.slug}/"

    @cached_property
    def leads(self) -> list:
        """The people who lead it today."""
        led = self.memberships.current().filter(role=SpaceRole.LEAD).select_related("user").order_by("joined_at", "pk")
        return [membership.user for membership in led]

    @property
    def deletable_from(self) -> datetime | None:
        """When an administrator may take it away, once it is in the bin."""
        return self.binned_at + timedelta(days=settings.SPACE_BIN_DAYS) if self.binned_at else None

    @property
    def is_due_for_deletion(self) -> bool:
        """Whether its time in the bin is over."""
        return self.binned_at is not None and self.deletable_from <= timezone.now()

    @property
    def switched_off(self) -> set[str]:
        """Names of the modules it does without."""
        return set(filter(None, self.modules_off.split(",")))

    def has_module(self, name: str) -> bool:
        """Whether it has the module of this name (the `name` of its panel)."""
        return name not in self.switched_off

    def containers(self, module: str) -> tuple[str, ...]:
        """What search keeps of who may read something of that module: nobody, while it is off."""
        return (f"space:{self.pk}",) if self.has_module(module) else ()
