"""Entries, by what is to be done with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from django.db.models import F, QuerySet

if TYPE_CHECKING:
    from .models import SearchEntry


class SearchEntryQuerySet(QuerySet["SearchEntry"]):
    """Search entries."""

    def live(self) -> SearchEntryQuerySet:
        """Those that can be found."""
        return self.filter(deleted=False)

    def unsynced(self) -> SearchEntryQuerySet:
        """Those of which an engine outside the database has not got the last version."""
        return self.filter(version__gt=F("synced_version"))

    def batches(self, size: int = 500) -> Iterator[list[SearchEntry]]:
        """All of them, a few at a time, whatever happens to those already seen meanwhile."""
        last = 0
        while batch := cast("list[SearchEntry]", list(self.filter(pk__gt=last).order_by("pk")[:size])):
            yield batch
            last = batch[-1].pk
