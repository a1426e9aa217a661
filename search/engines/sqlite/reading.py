"""A question as one SQL statement: matching, rights, filters, ranking and every facet in a single reading."""
# ruff: noqa: S608 — only constants of this package are put in statements; everything typed is a parameter.

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ...shapes import FACETS, Answer, Hit, Question
from . import matching
from .ranking import ranked

# The plus keeps SQLite from trying each of the reader's containers on each entry: it reads the entry's few instead.
_MAY_READ = "EXISTS (SELECT 1 FROM search_fts_container c WHERE c.entry = {} AND +c.token IN (SELECT token FROM mine))"
_MINE = "mine (token) AS MATERIALIZED (SELECT value FROM json_each(%s))"

_MATCHING = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s"
KNOWN = f"EXISTS ({_MATCHING} AND {_MAY_READ.format('search_fts.rowid')} LIMIT 1)"
FREQUENCY = f"(SELECT count(*) FROM ({_MATCHING}) AS f WHERE {_MAY_READ.format('f.rowid')})"


def statement(question: Question) -> tuple[str, list[Any]]:
    """The statement that answers `question`, and its parameters. Its rows are (what, value, number, place)."""
    units = question.asked.units
    where, chosen = _filters(question, leaving_out=None)
    tables = [
        _MINE,
        "weights (kind, weight) AS MATERIALIZED (SELECT key, value FROM json_each(%s))",
        f"matched (id) AS MATERIALIZED (SELECT rowid FROM ({' UNION ALL '.join([_MATCHING] * len(units))})"
        f" GROUP BY rowid HAVING count(*) >= {question.asked.needed:d})",
        "readable AS MATERIALIZED (SELECT e.* FROM matched CROSS JOIN search_fts_entry e ON e.id = matched.id"
        f" WHERE {_MAY_READ.format('e.id')})",
        f"chosen AS MATERIALIZED (SELECT * FROM readable WHERE {where})",
    ]
    parameters: list[Any] = [json.dumps(question.containers), json.dumps(dict(question.weights))]
    parameters += [*map(matching.unit, units), *chosen]
    order, values = ranked(question)
    tables += order
    parameters += values
    selects = ["SELECT 'hit', key, version, place FROM placed", "SELECT 'total', '', count(*), 0 FROM chosen"]
    for select, values in _facets(question):
        selects.append(select)
        parameters += values
    return f"WITH {', '.join(tables)} {' UNION ALL '.join(selects)}", parameters


def answer(rows: Iterable[Sequence[Any]], question: Question) -> Answer:
    """The answer that these rows tell."""
    hits: list[tuple[int, Hit]] = []
    total = 0
    facets: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    dates: dict[datetime | None, int] = {}
    for what, value, number, place in rows:
        if what == "hit":
            hits.append((place, Hit(value, number)))
        elif what == "total":
            total = number
        elif what == "date":
            dates[question.periods[value] if value >= 0 else None] = number
        elif value is not None:
            facets[what][str(value)] = number
    return Answer(total, [hit for _, hit in sorted(hits, key=lambda pair: pair[0])], facets, dates)


def each(select: str, queries: Sequence[str], containers: Sequence[str]) -> tuple[str, list[Any]]:
    """One number for each FTS5 query, in rows of (place, number)."""
    selects = " UNION ALL ".join(f"SELECT {place}, {select}" for place in range(len(queries)))
    return f"WITH {_MINE} {selects}", [json.dumps(containers), *queries]


def _filters(question: Question, leaving_out: str | None) -> tuple[str, list[Any]]:
    """The reader's choices as a condition on entries, but for one facet's own."""
    conditions: list[str] = ["1"]
    values: list[Any] = []
    for facet in FACETS:
        chosen = question.filters.of(facet)
        if not chosen or facet == leaving_out:
            continue
        among = "(SELECT value FROM json_each(%s))"
        if facet == "theme":
            conditions.append(f"id IN (SELECT entry FROM search_fts_theme WHERE theme IN {among})")
        else:
            conditions.append(f"{facet} IN {among}")
        values.append(json.dumps(chosen))
    if leaving_out != "date":
        for operator, moment in ((">=", question.filters.since), ("<", question.filters.before)):
            if moment:
                conditions.append(f"published {operator} %s")
                values.append(int(moment.timestamp()))
    return " AND ".join(conditions), values


def _facets(question: Question) -> Iterable[tuple[str, list[Any]]]:
    for facet in FACETS:
        where, values = _filters(question, leaving_out=facet)
        if facet == "theme":
            yield (
                "SELECT 'theme', t.theme, count(*), 0"
                " FROM readable CROSS JOIN search_fts_theme t ON t.entry = readable.id"
                f" WHERE {where} GROUP BY t.theme",
                values,
            )
        else:
            yield f"SELECT '{facet}', {facet}, count(*), 0 FROM readable WHERE {where} GROUP BY {facet}", values
    where, values = _filters(question, leaving_out="date")
    yield f"SELECT 'date', -1, count(*), 0 FROM readable WHERE {where}", values
    for place, since in enumerate(question.periods):
        yield (
            f"SELECT 'date', {place}, count(*), 0 FROM readable WHERE {where} AND published >= %s",
            [*values, int(since.timestamp())],
        )
