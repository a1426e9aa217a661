"""Somebody who signed up by themselves asks to belong to an organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.organisations.models import Organisation

from ..querysets import AttachmentRequestQuerySet


class AttachmentRequest(models.Model):
    """A pending person names their organisation; its referents answer, with a word."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="attachment_requests")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="attachment_requests", verbose_name=_("collectivité")
    )
    message = models.TextField(_("un mot pour le référent"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    answer = models.TextField(_("un mot de réponse"), max_length=500, blank=True)

    objects = AttachmentRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("demande de rattachement")
        verbose_name_plural = _("demandes de rattachement")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(answered_at__isnull=True), name="one_waiting_attachment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.organisation}"

    def get_absolute_url(self) -> str:
        return reverse("agents", args=[self.organisation.slug])
