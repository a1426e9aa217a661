"""Lessons learned (retours d'expérience, REX): what a commune did, what it cost, what went wrong."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PagePermissionTester, WorkflowState

from intranet.core.models import Previewed
from intranet.core.text import plain_text, render_markdown
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage

from .constants import SECTIONS, Audience, Rating
from .querysets import LessonManager


class LessonIndexPage(Page):
    """The section of lessons. It has no content: the list is made for each reader."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["lessons.LessonPage"]
    max_count = 1

    class Meta:
        verbose_name = _("rubrique des retours d’expérience")


class LessonPage(Previewed, Page):
    """A lesson. Written on the site as drafts, reviewed by a workflow, read at a flat address.

    One for a space lives under that space's page: its leads publish it, editors have no permission there.
    """

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="lessons", verbose_name=_("collectivité")
    )
    summary = models.TextField(_("en deux phrases"), max_length=500, blank=True)
    context = models.TextField(_("le contexte"), blank=True)
    action = models.TextField(_("ce que nous avons fait"), blank=True)
    results = models.TextField(_("les résultats"), blank=True)
    obstacles = models.TextField(_("ce qui a coincé"), blank=True)
    advice = models.TextField(_("à refaire, à éviter"), blank=True)
    # Safe HTML of the sections, by name, written when the page is: rendering costs 5 ms.
    html = models.JSONField(default=dict, editable=False)
    began = models.DateField(_("début"), null=True, blank=True)
    ended = models.DateField(_("fin"), null=True, blank=True)
    cost = models.DecimalField(
        _("coût"), max_digits=11, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    cost_lines = models.JSONField(_("détail du coût"), default=list, blank=True)
    effort_days = models.PositiveIntegerField(_("jours d’agents"), null=True, blank=True)
    tools = models.CharField(_("outils"), max_length=300, blank=True)
    scale = models.CharField(_("à quelle échelle"), max_length=200, blank=True)
    audience = models.CharField(_("pour qui"), max_length=20, choices=Audience, default=Audience.POOL)
    organisations = ParentalManyToManyField(
        Organisation, blank=True, related_name="lessons_for", verbose_name=_("collectivités destinataires")
    )
    space = models.ForeignKey(
        SpacePage, models.PROTECT, null=True, blank=True, related_name="lessons", verbose_name=_("espace")
    )
    themes = ParentalManyToManyField(Theme, blank=True, related_name="lessons", verbose_name=_("thèmes"))
    documents = ParentalManyToManyField(
        Document, blank=True, related_name="lessons", verbose_name=_("fichiers à emporter")
    )
    # One for a space has no workflow, for its leads have no place in the admin: this says that it waits for them.
    submitted_at = models.DateTimeField(null=True, editable=False)
    # Who may write: rows of their own, since the right to a draft does not wait for its publication.
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Author", related_name="lessons")

    objects = LessonManager()

    template = "lessons/preview.html"
    content_panels = [
        FieldPanel("title"),
        FieldPanel("summary"),
        MultiFieldPanel([FieldPanel(name) for name, _heading, _hint in SECTIONS], heading=_("Le récit")),
        MultiFieldPanel(
            [FieldPanel(n) for n in ("organisation", "began", "ended", "cost", "effort_days", "tools", "scale")],
            heading=_("La fiche"),
        ),
        FieldPanel("themes"),
    ]
    settings_panels = []
    promote_panels = []
    parent_page_types = ["lessons.LessonIndexPage", "workspaces.SpacePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("retour d’expérience")
        verbose_name_plural = _("retours d’expérience")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not kwargs.get("update_fields"):
            self.html = {name: render_markdown(getattr(self, name)) for name, _heading, _hint in SECTIONS}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Its flat address, wherever it stands in the tree."""
        return reverse("lesson", args=[self.slug])

    def get_url_parts(self, request: Any = None) -> Any:
        """The same address for Wagtail's own links."""
        parts = super().get_url_parts(request)
        return parts and (parts[0], parts[1], self.get_absolute_url())

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        """In the admin too, a lesson that `user` may not see is not theirs to open: somebody else's draft, one for
        other organisations.
        """
        seen = LessonPage.objects.visible_to(user).filter(pk=self.pk).exists()
        # A review that has just been given no longer shows it, and publishes it only now.
        approved = self.has_unpublished_changes and self.workflow_states.filter(status=WorkflowState.STATUS_APPROVED)
        seen = seen or bool(approved and approved.exists() and user.is_editor)
        return super().permissions_for_user(user if seen else AnonymousUser())

    def clean(self) -> None:
        """Its address is one, wherever it stands in the tree."""
        super().clean()
        if LessonPage.objects.exclude(pk=self.pk).filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("Un autre retour d’expérience a déjà cette adresse.")})

    @property
    def sections(self) -> list[dict[str, str]]:
        """The sections that were written: name, heading, safe HTML."""
        return [
            {"name": name, "heading": heading, "html": self.html.get(name, "")}
            for name, heading, _hint in SECTIONS
            if self.html.get(name)
        ]

    def sections_as_written(self) -> list[dict[str, str]]:
        """The sections of a draft, rendered now: it has not been saved as the page."""
        self.html = {name: render_markdown(getattr(self, name)) for name, _heading, _hint in SECTIONS}
        return self.sections

    @property
    def text(self) -> str:
        """All its words, for search."""
        return " ".join(plain_text(self.html.get(name, "")) for name, _heading, _hint in SECTIONS)


class Author(models.Model):
    """A person who writes a lesson; the order is that of the signatures."""

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["lesson", "user"], name="one_signature")]

    def __str__(self) -> str:
        return f"{self.user} · {self.lesson}"


class Keeper(models.Model):
    """Who looks after a lesson once its authors have left the organisation that tells it: may write, does not sign."""

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="keepers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_lessons")
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lesson", "user"], name="one_keeping")]

    def __str__(self) -> str:
        return f"{self.user} · {self.lesson}"


class Reuse(models.Model):
    """« Nous l'avons repris »: an organisation did it in its turn."""

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="reuses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reuses")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reuses")
    note = models.TextField(_("un mot sur votre reprise"), blank=True, max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["lesson", "organisation"], name="one_reuse_an_organisation")]

    def __str__(self) -> str:
        return f"{self.organisation} → {self.lesson}"

    def get_absolute_url(self) -> str:
        return self.lesson.get_absolute_url()


class Feedback(models.Model):
    """What a reader says of a lesson, from 1 to 4, with a word."""

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="feedback")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="feedback")
    rating = models.PositiveSmallIntegerField(_("cela vous a-t-il servi ?"), choices=Rating)
    comment = models.TextField(_("un mot aux auteurs"), blank=True, max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["lesson", "agent"], name="one_feedback_a_reader")]

    def __str__(self) -> str:
        return f"{self.agent} : {self.rating}"
