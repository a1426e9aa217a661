"""From an object to its entry, in the transaction that writes the object."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet

from intranet.core.jobs import nudge
from intranet.core.plugs import SearchEntryData, SearchSource

from . import engines
from .analysis import tidy
from .models import SearchEntry

BATCH = 200
_NOTHING = SearchEntryData(title="", url="", containers=())


def project(source: SearchSource, *objects: Model) -> int:
    """Write the entries of `objects` as they are now in the database. Returns how many changed."""
    return project_ids(source, [each.pk for each in objects])


def project_all(source: SearchSource, objects: QuerySet[Any]) -> int:
    """Write the entries of all `objects`: to call after an `update()` or a `bulk_create()`.

    Returns how many changed.
    """
    ids = list(objects.order_by("pk").values_list("pk", flat=True))
    return sum(project_ids(source, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


def project_ids(source: SearchSource, ids: Iterable[int]) -> int:
    """Write the entries of the objects of these ids; one that no longer exists leaves a tombstone.

    Returns how many changed.
    """
    ids = sorted(set(ids))
    if not ids:
        return 0
    try:
        return _write(source, ids)
    except IntegrityError:
        # Another transaction made one of these entries meanwhile: it is there to be locked now.
        return _write(source, ids)


def _write(source: SearchSource, ids: list[int]) -> int:
    """Entries are locked before objects are read: of two transactions that write one entry, the second sees the
    first's work.
    """
    with transaction.atomic():
        rows = SearchEntry.objects.select_for_update().filter(kind=source.kind, object_id__in=ids).order_by("pk")
        entries = {entry.object_id: entry for entry in rows}
        objects = source.queryset().in_bulk(ids)
        new, changed = [], []
        for pk in ids:
            content = content_of(source.entry(objects[pk]) if pk in objects else None)
            entry = entries.get(pk)
            if entry is None:
                if not content["deleted"]:
                    new.append(
                        SearchEntry(key=f"{source.kind}:{pk}", kind=source.kind, object_id=pk, version=1, **content)
                    )
            elif any(getattr(entry, name) != value for name, value in content.items()):
                vars(entry).update(content, version=entry.version + 1)
                changed.append(entry)
        if new or changed:
            _save(new, changed, [*content, "version", "synced_version"])
    return len(new) + len(changed)


def _save(new: list[SearchEntry], changed: list[SearchEntry], fields: list[str]) -> None:
    """Entries reach the database's own engine in this very transaction, another engine by the next sweep."""
    written = [*new, *changed]
    elsewhere = engines.is_elsewhere()
    if not elsewhere:
        for entry in written:
            entry.synced_version = entry.version
    if new:
        SearchEntry.objects.bulk_create(new)
    if changed:
        SearchEntry.objects.bulk_update(changed, fields)
    if database := engines.database():
        database.index([entry.indexed() for entry in written])
    if elsewhere:
        nudge("search.sync")


def content_of(data: SearchEntryData | None) -> dict[str, Any]:
    """What an entry keeps of `data`; without it, a tombstone."""
    deleted, data = data is None, data or _NOTHING
    return {
        "deleted": deleted,
        "organisation_id": getattr(data.organisation, "pk", data.organisation),
        "space_id": data.space_id,
        "containers": sorted(set(data.containers)),
        "themes": sorted(set(data.themes)),
        "title": tidy(data.title),
        "headings": tidy(data.headings),
        "body": tidy(data.body),
        "attachment": tidy(data.attachment),
        "url": data.url,
        "group": data.group,
        "published": data.published,
        "modified": data.modified,
    }
