"""Facets as they are shown: values with their names and numbers, the chosen ones kept in sight."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from intranet.core.prepared import prepared
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from ..models import SearchEntry
from ..shapes import Answer, Filters, Question
from ..sources import registry
from .criteria import Criteria

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet; `organisation` when it has a crest."""

    value: str
    label: str
    count: int
    checked: bool = False
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a search. The first `shown` options are in sight, the others behind a fold."""

    name: str
    legend: str
    options: list[Option]
    shown: int = SHOWN
    kind: str = "checkbox"

    @property
    def chosen(self) -> list[Option]:
        """The values that narrow the search."""
        return [option for option in self.options if option.checked and option.value]


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time that ends now."""

    label: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids of an answer are called."""

    organisations: Mapping[int, Organisation]
    spaces: Mapping[int, str]
    themes: Mapping[int, str]


def periods() -> list[Period]:
    """This week, this month, this year."""
    today = timezone.localdate()
    # Two may begin on the same day: the longer one says it better.
    days = {
        today - timedelta(days=today.weekday()): _("Cette semaine"),
        today.replace(day=1): _("Ce mois-ci"),
        today.replace(month=1, day=1): _("Cette année"),
    }
    return [Period(label, timezone.make_aware(datetime.combine(day, time.min))) for day, label in days.items()]


def names_for(user: Any, question: Question, answer: Answer, spaces: Iterable[int]) -> Names:
    """Names of everything that the facets and the results of `answer` mention: one query a sort of thing.

    What is asked for has a name only if `user` may see it, and what is answered, which they read, only if it may be
    named: a space is called as its own entry is (search knows no space), and one whose entry is in none of the
    reader's containers has no name and no facet, since a document may be read beyond a space that its reader may not
    see.
    """

    def ids(facet: str) -> set[int]:
        return {int(value) for value in answer.facets.get(facet, ())}

    def chosen(facet: str) -> set[int]:
        return {int(value) for value in question.filters.of(facet)}

    themes = ids("theme") | (chosen("theme") if user.is_agent else set())
    return Names(
        organisations={each.pk: each for each in _organisations(user, ids("organisation"), chosen("organisation"))},
        spaces={
            pk: title
            for pk, title, containers in _titles(ids("space") | chosen("space") | set(spaces))
            if not set(question.containers).isdisjoint(containers)
        },
        themes=dict(_themes(themes)),
    )


@prepared
def _organisations(reader: Any, answered: Any, chosen: Any) -> QuerySet[Any, Any]:
    return Organisation.objects.filter(pk__in=answered) | Organisation.objects.visible_to(reader).filter(pk__in=chosen)


@prepared
def _titles(ids: Any) -> QuerySet[Any, Any]:
    entries = SearchEntry.objects.live().filter(kind="space", object_id__in=ids)
    return entries.values_list("object_id", "title", "containers")


@prepared
def _themes(ids: Any) -> QuerySet[Any, Any]:
    return Theme.objects.filter(pk__in=ids).values_list("pk", "name")


def facets_of(answer: Answer, filters: Filters, criteria: Criteria, names: Names) -> list[Facet]:
    """The facets in the order of the page; one without any value is left out."""
    labels: dict[str, Mapping[Any, Any]] = {
        "kind": {kind: source.label for kind, source in registry().by_kind.items()},
        "organisation": names.organisations,
        "space": names.spaces,
        "theme": names.themes,
    }
    legends = {"kind": _("Genre"), "organisation": _("Collectivité"), "space": _("Espace"), "theme": _("Thème")}
    facets = [
        _facet(name, legend, answer.facets.get(name, {}), set(map(str, filters.of(name))), labels[name])
        for name, legend in legends.items()
    ]
    return [facet for facet in [*facets, _dates(answer, criteria)] if facet.options]


def _facet(name: str, legend: str, counts: Mapping[str, int], chosen: set[str], labels: Mapping[Any, Any]) -> Facet:
    options = []
    for value in counts.keys() | chosen:
        label = labels.get(value if name == "kind" else int(value))
        if label is not None:
            organisation = label if isinstance(label, Organisation) else None
            options.append(Option(value, str(label), counts.get(value, 0), value in chosen, organisation))
    options.sort(key=lambda option: (not option.checked, -option.count, option.label))
    return Facet(name, legend, options)


def _dates(answer: Answer, criteria: Criteria) -> Facet:
    options = [Option("", _("Toutes"), answer.dates.get(None, 0), not criteria.since)]
    options += [
        Option(day.isoformat(), period.label, answer.dates.get(period.since, 0), criteria.since == day)
        for period in periods()
        for day in [timezone.localdate(period.since)]
        # What would find nothing is not proposed; what is chosen stays, to be let go.
        if answer.dates.get(period.since) or criteria.since == day
    ]
    if criteria.since and not any(option.checked for option in options):
        label = _("Depuis le %(day)s") % {"day": date_format(criteria.since, "SHORT_DATE_FORMAT")}
        options.append(Option(criteria.since.isoformat(), label, answer.total, True))
    return Facet("since", _("Date"), options if answer.dates else [], kind="radio")
