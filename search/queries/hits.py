"""From what an engine found to what a person is shown, checked once more on the way."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from intranet.audit import actions as audit
from intranet.core.plugs import SearchSource
from intranet.core.prepared import prepared
from intranet.organisations.models import Organisation

from ..asked import Asked
from ..models import SearchEntry
from ..passages import marked, passage
from ..shapes import Hit
from ..sources import registry

logger = logging.getLogger(__name__)

DEFAULT_TEMPLATE = SearchSource.template


@dataclass
class Result:
    """One thing found, as shown on the page and by the API; with its `object` when its source has its own template."""

    entry: SearchEntry
    source: SearchSource
    asked: Asked
    space: str = ""
    object: Any = None

    @property
    def label(self) -> str:
        """What one such thing is called."""
        return str(self.source.singular or self.source.label)

    @property
    def is_space(self) -> bool:
        """Whether it is a space itself, or its introduction: it is in no other."""
        return f"space:{self.entry.space_id}" in (self.entry.key, self.entry.group)

    @property
    def organisation(self) -> Organisation | None:
        """Where it comes from."""
        return self.entry.organisation

    @property
    def date(self) -> datetime | None:
        """When it was published."""
        return self.entry.published

    @cached_property
    def title(self) -> SafeString:
        """Its title, the words looked for marked."""
        return marked(self.entry.title, self.asked)

    @cached_property
    def _passages(self) -> list[tuple[SafeString, int, str]]:
        """From its texts, those that hold some of the words; else the beginning of the first."""
        texts = [(name, text) for name in ("headings", "body", "attachment") if (text := getattr(self.entry, name))]
        found = [(*passage(text, self.asked), name) for name, text in texts]
        return sorted((each for each in found if each[1]), key=lambda each: -each[1])[:2] or found[:1]

    @property
    def passages(self) -> list[SafeString]:
        """Two at most, the best first."""
        return [html for html, _, _ in self._passages]

    @property
    def from_attachment(self) -> bool:
        """Whether the words are in the text of the file, and better than elsewhere."""
        return bool(self._passages) and self._passages[0][2] == "attachment" and self._passages[0][1] > 0


@prepared
def _entries(keys: Any) -> QuerySet[Any, Any]:
    return SearchEntry.objects.live().select_related("organisation").filter(key__in=keys)


def results_of(user: Any, hits: Sequence[Hit], asked: Asked) -> list[Result]:
    """The results for `hits`, in their order, without those that `user` may not see.

    One query for the entries and one for each kind among them, whatever their number.
    """
    versions = {hit.key: hit.version for hit in hits}
    by_kind: dict[str, list[SearchEntry]] = defaultdict(list)
    for entry in _entries(list(versions)):
        by_kind[entry.kind].append(entry)
    results = {}
    for kind, entries in by_kind.items():
        if not (source := registry().by_kind.get(kind)):
            continue
        ids = [entry.object_id for entry in entries]
        visible = source.visible(user, ids)
        objects = source.queryset().in_bulk(ids) if source.template != DEFAULT_TEMPLATE else {}
        for entry in entries:
            if entry.object_id in visible:
                results[entry.key] = Result(entry, source, asked, object=objects.get(entry.object_id))
            elif entry.version == versions[entry.key]:
                _report(user, entry)
    return [results[hit.key] for hit in hits if hit.key in results]


def _report(user: Any, entry: SearchEntry) -> None:
    """An entry let through what the rule refuses: containers and rule do not say the same, which is a fault of ours.

    When the engine only had an earlier version of the entry, it is just late.
    """
    logger.error("search incident: %s answered user %s, who may not see it", entry.key, user.pk)
    audit.record(user, "search.incident", entry, key=entry.key)
