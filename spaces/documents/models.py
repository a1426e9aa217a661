"""Documents of a space and their versions, in folders, under tags."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.core.fingerprints import fingerprint
from intranet.files.models import StoredFile
from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage

from .constants import MAX_DEPTH, Audience
from .querysets import DocumentQuerySet, FolderQuerySet


class Folder(models.Model):
    """A folder of a space, in another one or at the top, three deep at most."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="folders")
    # Goes with its space, never with the folder around it.
    parent = models.ForeignKey("self", models.RESTRICT, null=True, blank=True, related_name="folders")
    depth = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("nom du dossier"), max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    objects = FolderQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")
        constraints = [
            models.UniqueConstraint(
                "space", Lower("name"), condition=models.Q(parent=None), name="one_name_at_the_top"
            ),
            models.UniqueConstraint("parent", Lower("name"), name="one_name_in_a_folder"),
            models.CheckConstraint(condition=models.Q(depth__range=(1, MAX_DEPTH)), name="folders_three_deep"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("folder", args=[self.space.slug, self.pk])

    @property
    def fingerprint(self) -> str:
        """How it is called, and where it is."""
        return fingerprint(self.name, self.parent_id)


class Tag(models.Model):
    """A word of a space under which documents are gathered; it lasts as long as one has it."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="document_tags")
    name = models.CharField(_("étiquette"), max_length=40)

    class Meta:
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint("space", Lower("name"), name="one_tag_a_name")]

    def __str__(self) -> str:
        return self.name


class DocumentManager(models.Manager.from_queryset(DocumentQuerySet)):  # type: ignore[misc]
    """Documents that are not in the bin: what is in it is nowhere else, not in a list, a message, a search."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(binned_at=None)


class Document(models.Model):
    """A document keeps its address through its versions, its moves and its time in the bin."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="documents")
    folder = models.ForeignKey(Folder, models.RESTRICT, null=True, blank=True, related_name="documents")
    title = models.CharField(_("titre"), max_length=200)
    description = models.TextField(_("description"), blank=True, max_length=1000)
    audience = models.CharField(_("portée"), max_length=10, choices=Audience, default=Audience.SPACE)
    tags = models.ManyToManyField(Tag, blank=True, related_name="documents", verbose_name=_("étiquettes"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="documents")
    # Goes with its document, and not before it.
    current = models.OneToOneField("Version", models.RESTRICT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now, db_index=True)
    binned_at = models.DateTimeField(null=True, db_index=True)
    binned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = DocumentManager()
    everywhere = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])

    @property
    def tag_names(self) -> str:
        """Its tags as they are typed: « budget, paie »."""
        return ", ".join(sorted((tag.name for tag in self.tags.all()), key=str.casefold))

    @property
    def fingerprint(self) -> str:
        """What its sheet says, in a few letters: two that differ were changed in between."""
        return fingerprint(self.title, self.description, self.audience, self.tag_names)

    @property
    def place(self) -> str:
        """Where it is."""
        return fingerprint(self.space_id, self.folder_id)

    @property
    def leaves_bin_on(self) -> datetime | None:
        """When the bin forgets it."""
        return self.binned_at and self.binned_at + timedelta(days=settings.BIN_DAYS)


class Version(models.Model):
    """One state of a document: which file, by whom, when, why."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    # An old state that is taken up again is the same file once more.
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="versions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Whose place it takes: that of who filed it, whatever becomes of them.
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("ce qui change"), max_length=200, blank=True)
    # Filed while another one was: kept, but not what one reads until somebody says so.
    aside = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"


class Infection(models.Model):
    """A file that the antivirus took out of a space: what its sender is told, when nothing else is left of it."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    found = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("documents", args=[self.space.slug])
