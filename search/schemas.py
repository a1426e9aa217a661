"""Search as the API shows it."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema


class Named(Schema):
    """An organisation or a space."""

    id: int
    name: str


class HitOut(Schema):
    """One thing found. `passages` are safe HTML: escaped text, the words looked for in `<mark>`."""

    key: str
    kind: str
    title: str
    url: str
    organisation: Named | None
    space: Named | None
    date: datetime | None
    passages: list[str]


class ValueOut(Schema):
    """A value of a facet: give `value` back as a filter. `count` is the total with that value alone in its facet."""

    value: str
    label: str
    count: int


class SearchOut(Schema):
    """What was found. `engine` answered; `correction` is the query that was answered in place of a misspelt one."""

    total: int
    hits: list[HitOut]
    facets: dict[str, list[ValueOut]]
    engine: str
    correction: str | None
