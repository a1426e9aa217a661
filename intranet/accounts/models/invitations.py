"""Invitations: somebody is asked by mail to come and be an agent of an organisation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.notifications.models import Posted
from intranet.organisations.models import Organisation

from ..querysets import InvitationQuerySet


class Invitation(Posted):
    """One address asked into one organisation. It is its own mail's row: the worker sends it, and makes the token then,
    so that what opens the door is nowhere but in the mail; here is only its digest.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations", verbose_name=_("collectivité")
    )
    email = models.EmailField(_("adresse e-mail"))
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    last_name = models.CharField(_("nom"), max_length=80, blank=True)
    job_title = models.CharField(_("fonction"), max_length=150, blank=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    token_digest = models.CharField(max_length=64, blank=True, db_index=True)

    objects = InvitationQuerySet.as_manager()
    # The link's secret, while its mail is made; never kept.
    token = ""

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_waiting_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def full_name(self) -> str:
        """The name that the referent gave, or the address."""
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def is_waiting(self) -> bool:
        """Neither accepted nor revoked; it may have expired."""
        return self.accepted_at is None and self.revoked_at is None

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether it can be accepted now."""
        return self.is_waiting and not self.has_expired
