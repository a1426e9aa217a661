"""Roll-outs: a guide opened for organisations, and where each of them is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage

from ..constants import StepState
from ..querysets import RolloutQuerySet
from .guides import GuidePage


class Rollout(models.Model):
    """A guide opened for organisations: who leads it, where it is discussed, from when to when."""

    guide = models.ForeignKey(GuidePage, models.CASCADE, related_name="rollouts")
    space = models.ForeignKey(SpacePage, models.PROTECT, null=True, blank=True, related_name="rollouts")
    leads = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="rollouts")
    organisations = models.ManyToManyField(Organisation, related_name="rollouts")
    starts_on = models.DateField(_("début"), default=timezone.localdate)
    target_on = models.DateField(_("objectif"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = RolloutQuerySet.as_manager()

    class Meta:
        verbose_name = _("déploiement")
        verbose_name_plural = _("déploiements")
        constraints = [
            models.UniqueConstraint(
                fields=["guide"], condition=models.Q(closed_at__isnull=True), name="one_open_rollout_a_guide"
            )
        ]

    def __str__(self) -> str:
        return self.guide.title

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.guide.slug])

    @property
    def stream(self) -> str:
        """The name of its live stream."""
        return f"rollout:{self.pk}"


class StepStatus(models.Model):
    """Where one organisation is with one step. No row: to do."""

    rollout = models.ForeignKey(Rollout, models.CASCADE, related_name="statuses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="step_statuses")
    step_key = models.UUIDField()
    status = models.CharField(_("état"), max_length=10, choices=StepState, default=StepState.TODO)
    note = models.TextField(_("ce qu’il faut savoir"), max_length=500, blank=True)
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    on = models.DateField(_("depuis le"), default=timezone.localdate)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("état d’une étape")
        verbose_name_plural = _("états des étapes")
        constraints = [
            models.UniqueConstraint(fields=["rollout", "organisation", "step_key"], name="one_status_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.status}"


class NamedAgent(models.Model):
    """An agent whom the referent of an organisation names to set its steps in one roll-out."""

    rollout = models.ForeignKey(Rollout, models.CASCADE, related_name="named_agents")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="named_agents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="named_for")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rollout", "organisation", "user"], name="named_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
