"""What a person asks for, read from an address. Whatever the address holds, this gives criteria."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from ..asked import MAX_TEXT
from ..shapes import Filters

PAGE_SIZE = 10
# Elasticsearch answers no further than ten thousand entries; nobody reads that far.
LAST_PAGE = 100
# No object has it: an unknown name finds nothing, rather than everything.
NOBODY = 0
MAX_CHOICES = 100


@dataclass(frozen=True, slots=True)
class Criteria:
    """The words, the filters as they were given (ids, or slugs of organisations and themes), the order and the page."""

    q: str = ""
    organisation: tuple[str, ...] = ()
    space: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    newest_first: bool = False
    page: int = 1

    def filters(self) -> Filters:
        """The filters with ids in place of slugs. No query unless a slug was given."""
        return Filters(
            organisation=_ids(Organisation, self.organisation),
            space=tuple(_number(value) for value in self.space),
            kind=self.kind,
            theme=_ids(Theme, self.theme),
            since=_midnight(self.since) if self.since else None,
            before=_midnight(self.until + timedelta(days=1)) if self.until and self.until < date.max else None,
        )


def from_query(query: QueryDict) -> Criteria:
    """The criteria of an address."""
    return Criteria(
        q=" ".join(query.get("q", "")[:MAX_TEXT].replace("\x00", " ").split()),
        organisation=values(query.getlist("organisation")),
        space=values(query.getlist("space")),
        kind=values(query.getlist("kind")),
        theme=values(query.getlist("theme")),
        since=_date(query.get("since", "")),
        until=_date(query.get("until", "")),
        newest_first=query.get("sort") == "date",
        page=page_number(query.get("page", "")),
    )


def page_number(text: str) -> int:
    """A page between the first and the last one that is served."""
    return min(max(_number(text), 1), LAST_PAGE)


def values(given: Iterable[str]) -> tuple[str, ...]:
    """Each value once, and not too many."""
    return tuple(dict.fromkeys(value.replace("\x00", "") for value in given if value))[:MAX_CHOICES]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else NOBODY


def _ids(model: type[Model], values: tuple[str, ...]) -> tuple[int, ...]:
    slugs = [value for value in values if not value.isdigit()]
    found = dict(model._default_manager.filter(slug__in=slugs).values_list("slug", "pk")) if slugs else {}
    return tuple(found.get(value, _number(value)) for value in values)


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
