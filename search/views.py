"""The page of search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from .queries import Criteria, Results, from_query, search

Pairs = list[tuple[str, str]]


@require_safe
@vary_on_headers("HX-Request")
def results(request: HttpRequest) -> HttpResponse:
    """What is found; for htmx, results and facets alone, in one swap."""
    criteria = from_query(request.GET)
    found = search(request.user, criteria)
    htmx = request.htmx  # type: ignore[attr-defined]
    partial = htmx and not htmx.history_restore_request
    words, order, until = _fixed(criteria)
    filters = [(name, option.value) for name, option in found.chosen]
    context = {
        "found": found,
        "criteria": criteria,
        # What each form does not show and must not lose.
        "kept_by_facets": words + order + until,
        "kept_by_order": words + filters + until,
        # Whoever has just ticked a box on a narrow screen may tick another.
        "facets_open": partial and htmx.trigger == "facets",
        "chips": _chips(words + order, found, criteria, until),
    }
    return render(request, "search/_found.html" if partial else "search/results.html", context)


def _fixed(criteria: Criteria) -> tuple[Pairs, Pairs, Pairs]:
    return (
        [("q", criteria.q)],
        [("sort", "date")] if criteria.newest_first else [],
        [("until", criteria.until.isoformat())] if criteria.until else [],
    )


def _chips(always: Pairs, found: Results, criteria: Criteria, until: Pairs) -> list[dict[str, str]]:
    """The filters that are set, each with the address without it."""
    filters = [(option.label, (name, option.value)) for name, option in found.chosen]
    if criteria.until:
        label = _("Jusqu’au %(day)s") % {"day": date_format(criteria.until, "SHORT_DATE_FORMAT")}
        filters.append((label, until[0]))
    return [
        {"label": label, "url": "?" + urlencode(always + [other for _label, other in filters if other != pair])}
        for label, pair in filters
    ]
