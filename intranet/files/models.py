"""Stored files: bytes under a random name, and what is known of them. What they belong to decides who reads them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

# The folder of the storage that is ours, and the one of what can be made again from it.
STORE = "stored"
THUMBNAILS = "thumbnails"


def random_name(instance: StoredFile, filename: str) -> str:
    """A name that says nothing and cannot be guessed; two letters of it as a folder, so that none grows without end."""
    name = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
    return f"{STORE}/{name[:2]}/{name}"


class TextState(models.TextChoices):
    """Whether the words of a file are known to search."""

    WAITING = "waiting", _("à lire")
    DONE = "done", _("lu")
    NONE = "none", _("sans texte")
    FAILED = "failed", _("illisible")


class ScanState(models.TextChoices):
    """What the antivirus says of a file; nothing yet, for all of them where there is none."""

    WAITING = "waiting", _("à vérifier")
    CLEAN = "clean", _("vérifié")
    INFECTED = "infected", _("infecté")
    # It answers each time that it cannot look into it.
    REFUSED = "refused", _("impossible à vérifier")


class StoredFile(models.Model):
    """The bytes of one upload, checked, and for images re-encoded. Never changed: a new version is a new row."""

    content = models.FileField(upload_to=random_name)
    name = models.CharField(max_length=255)
    mime_type = models.CharField(max_length=120)
    extension = models.CharField(max_length=10)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    text = models.TextField(blank=True)
    text_state = models.CharField(max_length=10, choices=TextState, default=TextState.WAITING, db_index=True)
    text_attempts = models.PositiveSmallIntegerField(default=0)
    text_tried_at = models.DateTimeField(null=True)
    scan_state = models.CharField(max_length=10, choices=ScanState, default=ScanState.WAITING, db_index=True)
    scan_tried_at = models.DateTimeField(null=True)
    scan_attempts = models.PositiveSmallIntegerField(default=0)
    # What the antivirus calls what it found, or why it cannot look.
    scan_found = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("fichier")
        verbose_name_plural = _("fichiers")

    def __str__(self) -> str:
        return self.name

    @property
    def is_withheld(self) -> bool:
        """Whether it may be given to nobody: infected, or not looked into where an antivirus is to."""
        return self.scan_state != ScanState.CLEAN and (
            bool(settings.CLAMAV_URL) or self.scan_state == ScanState.INFECTED
        )

    @property
    def is_image(self) -> bool:
        """Whether it can be shown as a picture, large or small."""
        return self.mime_type.startswith("image/")

    @property
    def opens_in_browser(self) -> bool:
        """Whether a browser shows it by itself, in a tab of its own; the rest is downloaded."""
        return self.is_image or self.mime_type == "application/pdf"
