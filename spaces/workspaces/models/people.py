"""Who is in a space, and who asks to be."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..constants import Follow, SpaceRole
from ..querysets import SpaceMembershipQuerySet
from .spaces import SpacePage


class SpaceMembership(models.Model):
    """A person in a space. For an agent with a right of their own, it means following and being listed."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="memberships", verbose_name=_("espace"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="space_memberships", verbose_name=_("personne")
    )
    role = models.CharField(_("rôle"), max_length=10, choices=SpaceRole, default=SpaceRole.MEMBER)
    follow = models.CharField(_("ce qui vous prévient"), max_length=10, choices=Follow, default=Follow.MENTIONS)
    joined_at = models.DateTimeField(_("depuis le"), default=timezone.now)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    # Why an administrator made themselves lead.
    reason = models.CharField(_("motif"), max_length=300, blank=True, editable=False)

    objects = SpaceMembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["space", "user"], name="once_in_a_space")]
        verbose_name = _("membre")
        verbose_name_plural = _("membres")

    def __str__(self) -> str:
        return f"{self.user} · {self.space} ({self.role})"

    @property
    def state(self) -> str:
        """What it says, in a few letters: two that differ were changed in between."""
        return f"{self.role} {self.ends_on or ''}".strip()


class JoinRequest(models.Model):
    """An agent asks to enter a space on request; a lead answers, with a word."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="join_requests")
    message = models.TextField(_("un mot pour les animateurs"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    accepted = models.BooleanField(null=True)
    answer = models.CharField(_("un mot pour qui demande"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["space", "user"], condition=models.Q(answered_at__isnull=True), name="one_waiting_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.space}"

    def get_absolute_url(self) -> str:
        return f"{self.space.get_absolute_url()}membres/"
