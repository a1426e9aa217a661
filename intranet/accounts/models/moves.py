"""Agents leave, or move from an organisation to another: what was decided, by whom, and who takes over."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.organisations.models import Organisation

from ..querysets import MoveQuerySet
from .people import Membership


class Departure(models.Model):
    """A membership ends on a day; on that day what the person led goes to the successor, once."""

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="departure")
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        verbose_name = _("départ")
        verbose_name_plural = _("départs")

    def __str__(self) -> str:
        return str(self.membership)


class Move(models.Model):
    """An agent moves: one act by two referents. The one proposes, with a successor, the other accepts or refuses."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="moves")
    destination = models.ForeignKey(
        Organisation, models.CASCADE, related_name="arrivals", verbose_name=_("nouvelle collectivité")
    )
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.TextField(_("un mot pour le référent"), max_length=500, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = models.TextField(_("un mot de réponse"), max_length=500, blank=True)

    objects = MoveQuerySet.as_manager()

    class Meta:
        ordering = ["proposed_at", "pk"]
        verbose_name = _("mobilité")
        verbose_name_plural = _("mobilités")
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=models.Q(answered_at__isnull=True), name="one_waiting_move"
            )
        ]

    def __str__(self) -> str:
        return f"{self.membership} → {self.destination}"

    def get_absolute_url(self) -> str:
        return reverse("agents", args=[self.destination.slug])
