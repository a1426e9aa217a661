"""Domain-free models."""

from datetime import UTC, datetime

from csp.constants import SELF
from django.db import models

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class Previewed(models.Model):
    """A page whose draft is shown in the admin, in a frame of its own, by its `template`."""

    class Meta:
        abstract = True

    def serve_preview(self, request, mode_name):
        """As Wagtail does, but that the admin may frame it: no page of ours else is framed."""
        response = super().serve_preview(request, mode_name)
        response.xframe_options_exempt = True
        response._csp_replace = {"frame-ancestors": [SELF]}
        return response


class SweepRun(models.Model):
    """When the clock last asked for a sweep; the row is what several workers take turns on."""

    name = models.CharField(max_length=100, unique=True)
    nudged_at = models.DateTimeField(default=LONG_AGO)

    def __str__(self) -> str:
        return self.name
