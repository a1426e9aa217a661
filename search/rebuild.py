"""Making everything again from what the apps have: entries first, then the engines."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from .engines import Engine
from .models import SearchEntry
from .projection import BATCH, project_all, project_ids
from .sources import registry

Report = Callable[[str], object]


def project_everything(report: Report) -> None:
    """Write every entry again, those of things that are gone included."""
    for source in registry():
        changed = project_all(source, source.queryset())
        entries = (
            SearchEntry.objects.live()
            .filter(kind=source.kind)
            .exclude(object_id__in=source.queryset().order_by().values("pk"))
        )
        gone = list(entries.values_list("object_id", flat=True))
        changed += sum(project_ids(source, gone[start : start + BATCH]) for start in range(0, len(gone), BATCH))
        report(f"{source.kind}: {changed} changed")
    forgotten = SearchEntry.objects.exclude(kind__in=registry().by_kind)
    if forgotten.exists():
        report(f"{forgotten.count()} entries of kinds that are no longer there: removed")
        forgotten.delete()


def rebuild(engine: Engine) -> tuple[int, set[str]]:
    """Make the index of `engine` again from the entries. Returns how many it took, and the keys it refused.

    What is written meanwhile is never lost nor undone: an engine keeps the later version.
    """
    sent, refused = 0, set[str]()
    with engine.rebuilding() as index:
        for batch in SearchEntry.objects.live().batches():
            with transaction.atomic():
                refused |= index.add([entry.indexed() for entry in batch])
            sent += len(batch)
    engine.refresh()
    return sent - len(refused), refused
