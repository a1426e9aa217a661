"""Who is invited into a space, by address."""

from __future__ import annotations

from hashlib import sha256

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.notifications.models import Posted

from ..constants import SpaceRole
from ..querysets import SpaceInvitationQuerySet
from .spaces import SpacePage


class SpaceInvitation(Posted):
    """An address invited into a space: it answers once, before a day, whether it has an account or not.

    It is also the mail that carries its link: written with it, sent by the worker, tried again when it fails. The key
    in the link is made when the mail leaves and only its digest is kept.
    """

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="invitations", verbose_name=_("espace"))
    email = models.EmailField(_("adresse e-mail"))
    role = models.CharField(_("rôle"), max_length=10, choices=SpaceRole, default=SpaceRole.MEMBER)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    message = models.CharField(_("un mot"), max_length=500, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    # Accepted, declined or taken back; until then it waits.
    closed_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="accepted_invitations"
    )
    key_digest = models.CharField(max_length=64, blank=True, db_index=True)

    objects = SpaceInvitationQuerySet.as_manager()
    # The link's secret, while its mail is made; never kept.
    key = ""

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["space", "email"],
                condition=models.Q(closed_at__isnull=True),
                name="one_waiting_space_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.space}"

    def get_absolute_url(self) -> str:
        return reverse("space-invitation", args=[self.pk])

    @property
    def is_expired(self) -> bool:
        """Whether its day has passed."""
        return self.expires_at <= timezone.now()

    @staticmethod
    def digest_of(key: str) -> str:
        """What is kept of a key."""
        return sha256(key.encode()).hexdigest()
