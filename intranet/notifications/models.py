"""What a person is told, and what leaves by mail."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .constants import RESEND_AFTER, DeliveryStatus
from .querysets import NotificationQuerySet


class Notification(models.Model):
    """One line under the bell of one person. What it says is made when it is shown, from what it is about."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    about_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    about_id = models.BigIntegerField()
    about = GenericForeignKey("about_type", "about_id")
    created_at = models.DateTimeField(db_index=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            # Telling twice about the same thing changes nothing.
            models.UniqueConstraint(fields=["recipient", "kind", "about_type", "about_id"], name="told_once"),
        ]
        indexes = [
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["recipient"], condition=models.Q(read_at__isnull=True), name="unread_notifications"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id}"


class Posted(models.Model):
    """A row that is a mail: written with what it tells, sent by the worker (`actions.send_due`), tried again when it
    fails.
    """

    status = models.CharField(max_length=10, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def left_lately(self) -> bool:
        """Whether it left a moment ago: another one would be of no use."""
        return self.sent_at is not None and self.sent_at > timezone.now() - RESEND_AFTER

    @property
    def has_just_left(self) -> bool:
        """Whether it waits to leave for the first time, or left a moment ago: sending it again is of no use."""
        return self.left_lately or (self.status == DeliveryStatus.WAITING and not self.attempts)

    def wait_anew(self) -> None:
        """It leaves once more, as if it never had. Not saved."""
        self.status, self.attempts, self.next_attempt_at = DeliveryStatus.WAITING, 0, timezone.now()
        self.sent_at, self.last_error = None, ""


class Delivery(Posted):
    """One mail to one person about one notification."""

    notification = models.OneToOneField(Notification, models.CASCADE, related_name="delivery")

    class Meta:
        verbose_name = _("envoi")
        verbose_name_plural = _("envois")

    def __str__(self) -> str:
        return f"{self.notification} ({self.status})"
