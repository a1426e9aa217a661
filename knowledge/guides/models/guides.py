"""Guides and their steps."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable, Page

from intranet.core.models import Previewed
from intranet.core.text import render_markdown
from intranet.taxonomy.models import Theme
from knowledge.lessons.models import LessonPage
from spaces.documents.models import Document

from ..querysets import GuideManager


class GuideIndexPage(Page):
    """The section of guides. It has no content: the list is made for each reader."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["guides.GuidePage"]
    max_count = 1

    class Meta:
        verbose_name = _("rubrique des guides")


class GuidePage(Previewed, Page):
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

    template = "guides/preview.html"
    content_panels = [
        FieldPanel("title"),
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

    def as_written(self) -> dict[str, Any]:
        """The texts of a draft, rendered now: it has not been saved as the page."""
        steps = [
            {"title": step.title, "html": render_markdown(step.do), "traps": step.traps} for step in self.steps.all()
        ]
        return {"intro": render_markdown(self.intro), "steps": steps}

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
    do = models.TextField(_("ce qu’il faut faire"))
    who = models.CharField(_("qui"), max_length=150, blank=True)
    proof = models.CharField(_("preuve attendue"), max_length=300, blank=True)
    duration = models.CharField(_("durée habituelle"), max_length=80, blank=True)
    traps = models.TextField(_("pièges"), blank=True)
    lessons = ParentalManyToManyField(
        LessonPage,
        blank=True,
        related_name="steps",
        verbose_name=_("retours d’expérience"),
        # A guide is read by the whole pool.
        limit_choices_to={"live": True, "audience": "pool"},
    )

    panels = [FieldPanel(name) for name in ("title", "do", "who", "proof", "duration", "traps", "lessons")]

    class Meta(Orderable.Meta):
        verbose_name = _("étape")

    def __str__(self) -> str:
        return self.title
