"""What stands at the head of a space."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .spaces import SpacePage

ICONS = [
    (re.compile(r"^/espaces/[^/]+/discussions/\d+/"), "messages-square"),
    (re.compile(r"^/documents/\d+/"), "file-text"),
    (re.compile(r"^/guides/"), "route"),
    (re.compile(r"^/retours-d-experience/"), "book-open-text"),
    (re.compile(r"^/"), "link"),
    (re.compile(r"^https?:"), "external-link"),
]


class Pin(models.Model):
    """A document, a thread, a link or a few words that the leads keep in sight. What it leads to keeps its own rule."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="pins")
    title = models.CharField(_("intitulé"), max_length=120)
    url = models.CharField(_("adresse"), max_length=500, blank=True)
    text = models.CharField(_("quelques mots"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("élément épinglé")
        verbose_name_plural = _("éléments épinglés")

    def __str__(self) -> str:
        return self.title

    @property
    def icon(self) -> str:
        """What it leads to, at a glance."""
        return next((icon for pattern, icon in ICONS if pattern.match(self.url)), "pin")
