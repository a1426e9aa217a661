"""Domain-free models."""

from datetime import UTC, datetime

from django.db import models

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


class SweepRun(models.Model):
    """When the clock last asked for a sweep; the row is what several workers take turns on."""

    name = models.CharField(max_length=100, unique=True)
    nudged_at = models.DateTimeField(default=LONG_AGO)

    def __str__(self) -> str:
        return self.name
