"""An account that nobody uses: its person is warned, then it closes, until somebody opens it again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from intranet.notifications.models import Posted
from intranet.organisations.models import Organisation

from ..querysets import DormancyQuerySet


class Dormancy(Posted):
    """Where an unused account is: warned, closed, opened again. It is its own mail's row, of the warning then of the
    closing.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="dormancy")
    # Their principal one when they were warned: where its referents look.
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    warned_at = models.DateTimeField(null=True)
    closes_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Unused time is counted from here again.
    reopened_at = models.DateTimeField(null=True)

    objects = DormancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("compte inutilisé")
        verbose_name_plural = _("comptes inutilisés")

    def __str__(self) -> str:
        return str(self.user)
