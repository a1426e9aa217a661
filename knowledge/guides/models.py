"""Guides, their steps, and the roll-outs that open them for organisations."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from intranet.core.text import render_markdown
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme
from knowledge.lessons.models import LessonPage
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage

from .constants import StepState
from .querysets import GuideManager, RolloutQuerySet


class GuideIndexPage(Page):
    """The section of guides. It has no content: the list is made for each reader."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.GuidePage"]
    max_count = 1

    class Meta:
        verbose_name = _("rubrique des guides")


class GuidePage(Page):
    """How to roll something out, step by step."""

    intro = models.TextField(_("présentation"), blank=True)
    # Safe HTML of the presentation and of each step's text, written when the page is.
    html = models.JSONField(default=dict, editable=False)
    themes = ParentalManyToManyField(Theme, blank=True, related_name="guides", verbose_name=_("thèmes"))
    documents = ParentalManyToManyField(Document, blank=True, related_name="guides", verbose_name=_("à emporter"))
    leads = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="guides", verbose_name=_("tenu par")
    )

    objects = GuideManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        InlinePanel("steps", heading=_("Étapes"), label=_("Étape")),
        FieldPanel("themes"),
    ]
    promote_panels = []
    parent_page_types = ["guides.GuideIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("update_fields"):
            self.html = {"intro": render_markdown(self.intro)}
            self.html |= {str(step.key): render_markdown(step.do) for step in self.steps.all()}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its flat address."""
        return reverse("guide", args=[self.slug])

    def get_url_parts(self, request: Any = None) -> Any:
        """The same address for Wagtail's own links."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], self.get_absolute_url())


class GuideStep(ClusterableModel, Orderable):
    """One step. Its `key` stays the same through publications (its pk does not): statuses point at that."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="steps")
    key = models.UUIDField(default=uuid4, editable=False)
    title = models.CharField(_("titre"), max_length=150)
    do = models.TextField(_("ce qu'il faut faire"))
    who = models.CharField(_("qui"), max_length=150, blank=True)
    proof = models.CharField(_("preuve attendue"), max_length=300, blank=True)
    duration = models.CharField(_("durée habituelle"), max_length=80, blank=True)
    traps = models.TextField(_("pièges"), blank=True)
    lessons = ParentalManyToManyField(
        LessonPage, blank=True, related_name="steps", verbose_name=_("retours d'expérience")
    )

    panels = [FieldPanel(name) for name in ("title", "do", "who", "proof", "duration", "traps", "lessons")]

    class Meta(Orderable.Meta):
        verbose_name = _("étape")

    def __str__(self) -> str:
        return self.title


class Rollout(models.Model):
    """A guide opened for organisations: who leads it, where it is discussed, from when to when."""

    guide = models.ForeignKey(GuidePage, models.CASCADE, related_name="rollouts")
    space = models.ForeignKey(SpacePage, models.PROTECT, null=True, blank=True, related_name="rollouts")
    leads = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="rollouts")
    organisations = models.ManyToManyField(Organisation, related_name="rollouts")
    starts_on = models.DateField(_("début"), default=timezone.localdate)
    target_on = models.DateField(_("objectif"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RolloutQuerySet.as_manager()

    class Meta:
        verbose_name = _("déploiement")
        verbose_name_plural = _("déploiements")
        constraints = [
            models.UniqueConstraint(
                fields=["guide"], condition=models.Q(closed_at__isnull=True), name="one_open_rollout_a_guide"
            )
        ]

    def __str__(self) -> str:
        return self.guide.title

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.guide.slug])

    @property
    def stream(self) -> str:
        """The name of its live stream."""
        return f"rollout:{self.pk}"


class StepStatus(models.Model):
    """Where one organisation is with one step. No row: to do."""

    rollout = models.ForeignKey(Rollout, models.CASCADE, related_name="statuses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="step_statuses")
    step_key = models.UUIDField()
    status = models.CharField(_("état"), max_length=10, choices=StepState, default=StepState.TODO)
    note = models.TextField(_("ce qu'il faut savoir"), max_length=500, blank=True)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("depuis le"), default=timezone.localdate)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("état d'une étape")
        verbose_name_plural = _("états des étapes")
        constraints = [
            models.UniqueConstraint(fields=["rollout", "organisation", "step_key"], name="one_status_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.status}"


class NamedAgent(models.Model):
    """An agent whom the referent of an organisation names to set its steps in one roll-out."""

    rollout = models.ForeignKey(Rollout, models.CASCADE, related_name="named_agents")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="named_agents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="named_for")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rollout", "organisation", "user"], name="named_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
