"""Documents of a space and their versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.files.models import StoredFile
from spaces.workspaces.models import SpacePage

from .constants import Audience
from .querysets import DocumentQuerySet


class Document(models.Model):
    """A document keeps its address through its versions."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="documents")
    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=1000)
    audience = models.CharField(_("portée"), max_length=10, choices=Audience, default=Audience.SPACE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    # Goes with its document, and not before it.
    current = models.OneToOneField("Version", models.RESTRICT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])


class Version(models.Model):
    """One state of a document: which file, by whom, when, why."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="version")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.CharField(_("ce qui change"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"
