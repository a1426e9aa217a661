"""What goes between projection, queries and engines. Engines know nothing else: no model, no request, no person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from .asked import Asked

# The facets that are lists of values; `date` is the other one.
FACETS = ("organisation", "space", "kind", "theme")


class EngineUnavailable(Exception):
    """The engine cannot answer now; another one may."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """One entry as an engine gets it. A deleted one carries no text: only that it is gone, and since which version."""

    key: str
    version: int
    deleted: bool = False
    kind: str = ""
    organisation: int | None = None
    space: int | None = None
    containers: tuple[str, ...] = ()
    themes: tuple[int, ...] = ()
    title: str = ""
    headings: str = ""
    body: str = ""
    attachment: str = ""
    group: str = ""
    published: datetime | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader narrowed the search to. Values of one facet add up, facets narrow each other."""

    organisation: tuple[int, ...] = ()
    space: tuple[int, ...] = ()
    kind: tuple[str, ...] = ()
    theme: tuple[int, ...] = ()
    since: datetime | None = None
    before: datetime | None = None

    def of(self, facet: str) -> tuple[int, ...] | tuple[str, ...]:
        """The chosen values of `facet`."""
        chosen: tuple[int, ...] | tuple[str, ...] = getattr(self, facet)
        return chosen

    @property
    def dated(self) -> bool:
        """Whether a period was chosen."""
        return self.since is not None or self.before is not None


@dataclass(frozen=True, slots=True)
class Question:
    """What an engine is asked: words, the containers that the reader may read, and how to show it."""

    asked: Asked
    containers: tuple[str, ...]
    filters: Filters = Filters()
    offset: int = 0
    limit: int = 10
    newest_first: bool = False
    # How much things of a kind count against others, 1 when not said.
    weights: Mapping[str, float] = field(default_factory=dict)
    # Beginnings of the periods counted in the date facet.
    periods: tuple[datetime, ...] = ()
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers, at the version that the engine knows."""

    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine answers. Each count is what the total would be with that value alone in its facet."""

    total: int
    hits: list[Hit]
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    # Entries since the beginning of each asked period; under None, of any date.
    dates: dict[datetime | None, int] = field(default_factory=dict)
