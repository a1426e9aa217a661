"""Whether what is found is what is: objects against entries, entries against engines."""

from __future__ import annotations

from collections.abc import Iterator

from .engines import Engine
from .models import SearchEntry
from .projection import BATCH, content_of
from .sources import registry

# Where something came from, and when it last moved, is kept as it was when it was written.
_KEPT = {"organisation_id", "modified"}


def of_entries() -> Iterator[str]:
    """Keys of entries that do not say what their object says now."""
    for source in registry():
        entries = SearchEntry.objects.filter(kind=source.kind)
        ids = set(source.queryset().order_by().values_list("pk", flat=True))
        ids |= set(entries.live().values_list("object_id", flat=True))
        ordered = sorted(ids)
        for start in range(0, len(ordered), BATCH):
            part = ordered[start : start + BATCH]
            objects = source.queryset().in_bulk(part)
            kept = {entry.object_id: entry for entry in entries.filter(object_id__in=part)}
            for pk in part:
                content = content_of(source.entry(objects[pk]) if pk in objects else None)
                entry = kept.get(pk)
                if entry is None and content["deleted"]:
                    continue
                if entry is None or any(
                    getattr(entry, name) != value for name, value in content.items() if name not in _KEPT
                ):
                    yield f"{source.kind}:{pk}"


def of_engine(engine: Engine) -> Iterator[str]:
    """Keys that `engine` has not got, has in another version, or should no longer have."""
    entries = SearchEntry.objects.live().order_by("key").values_list("key", "version")
    expected, stored = dict(entries.iterator()), dict(engine.stored())
    for key in sorted(expected.keys() | stored.keys()):
        if expected.get(key) != stored.get(key):
            yield key
