"""What the house itself does with events."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from .models import Event

BATCH = 1000


def prune_events() -> int:
    """Delete the events that nobody will catch up from any more, a batch at a time; streams keep their count.

    Whoever asks for what was deleted is told to fetch the page again. Returns how many were deleted.
    """
    limit = timezone.now() - timedelta(days=settings.LIVE_KEEP_DAYS)
    count = 0
    while True:
        # Keys grow with time: the oldest come first, and the first one to be kept ends the work.
        oldest = Event.objects.order_by("pk").values_list("pk", "at")[:BATCH]
        old = [pk for pk, at in oldest if at < limit]
        count += Event.objects.filter(pk__in=old).delete()[0]
        if len(old) < BATCH:
            return count
