"""Meetings of a space and who comes."""

from __future__ import annotations

import hashlib
import json

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.taxonomy.models import Theme
from spaces.workspaces.models import SpacePage

from .constants import MAX_BODY, Answer
from .querysets import EventQuerySet


class Event(models.Model):
    """Something that happens at a place, from a moment to a moment. A cancelled one stays on the agenda and says so."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="events", verbose_name=_("espace"))
    title = models.CharField(_("titre"), max_length=200)
    organiser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="events")
    starts_at = models.DateTimeField(_("début"), db_index=True)
    ends_at = models.DateTimeField(_("fin"), db_index=True)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    body = models.TextField(_("description"), blank=True, max_length=MAX_BODY)
    html = models.TextField(blank=True, editable=False)
    themes = models.ManyToManyField(Theme, blank=True, related_name="events", verbose_name=_("thèmes"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendez-vous")
        verbose_name_plural = _("rendez-vous")
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.pk])

    @property
    def fingerprint(self) -> str:
        """What may be changed of it, in a few letters: two that differ were changed in between."""
        times = [self.starts_at.isoformat(), self.ends_at.isoformat()]
        themes = sorted(str(theme.pk) for theme in self.themes.all())
        said = json.dumps([self.title, *times, self.place, self.body, themes])
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def is_over(self) -> bool:
        """Whether it belongs to the past."""
        return self.ends_at < timezone.now()

    @property
    def is_online(self) -> bool:
        """Whether one comes without moving, as its place says."""
        return self.place.casefold().startswith("visio")


class Attendance(models.Model):
    """What a person answered to an event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attendances")
    answer = models.CharField(max_length=3, choices=Answer, default=Answer.YES)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="one_answer_an_event")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.event_id} : {self.answer}"
