"""Streams and their events: what happened on a thread or a roll-out, in order, kept long enough to catch up from."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .querysets import StreamQuerySet


class Stream(models.Model):
    """A named sequence of events (`thread:12`). Its row is the lock that orders them."""

    name = models.CharField(max_length=60, primary_key=True)
    last_seq = models.PositiveBigIntegerField(default=0)

    objects = StreamQuerySet.as_manager()

    class Meta:
        verbose_name = _("flux")
        verbose_name_plural = _("flux")

    def __str__(self) -> str:
        return f"{self.name} ({self.last_seq})"


class Event(models.Model):
    """One durable change of a stream, with the fragment that shows it, rendered once for everyone."""

    stream = models.ForeignKey(Stream, models.CASCADE, related_name="events", db_index=False)
    seq = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    client_id = models.UUIDField(null=True)
    html = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("événement de flux")
        verbose_name_plural = _("événements de flux")
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="one_event_a_seq")]

    def __str__(self) -> str:
        return f"{self.stream_id}#{self.seq} {self.kind}"
