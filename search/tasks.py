"""Sweeps: an engine outside the database gets what was written; entries follow the date."""

from datetime import timedelta

from intranet.core.jobs import sweep

from .projection import project_all
from .sources import registry
from .sync import sync

sweep("search.sync", every=timedelta(minutes=1))(sync)


@sweep("search.age", every=timedelta(hours=1))
def age() -> int:
    """Write again the entries that the date alone may change. Returns how many did."""
    return sum(project_all(source, source.queryset()) for source in registry() if source.ages)
