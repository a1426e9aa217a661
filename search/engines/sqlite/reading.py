"""A question as one SQL statement: matching, rights, filters, ranking and every facet in a single reading.

Measured on 100,000 entries and 500 containers of 1,000: p50 28 ms, p95 80 ms on one core.
"""
# ruff: noqa: S608 — only constants of this package are put in statements; everything typed is a parameter.

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from ...asked import Asked, Phrase
from ...shapes import FACETS, Answer, Hit, Question
from .schema import COLUMNS, EXACTS, PAIRS, STEMS

# What synonyms bring, beside the words that were typed.
PHRASE_WEIGHT = 0.3
# A text of today counts up to 1.3 times one of long ago, 1.15 times after a year.
RECENCY, HALF_LIFE = 0.3, 365 * 86400.0

# Squared age, halving at HALF_LIFE; a text without date is of today.
_AGE = f"(max(0, %s - coalesce(published, 1e10)) / {HALF_LIFE})"
_RECENT = f"(1 + {RECENCY} / (1 + {_AGE} * {_AGE}))"

_BM25 = f"bm25(search_fts, {', '.join(map(str, COLUMNS.values()))})"
# The plus keeps SQLite from trying each of the reader's containers on each entry: it reads the entry's few instead.
_MAY_READ = "EXISTS (SELECT 1 FROM search_fts_container c WHERE c.entry = {} AND +c.token IN (SELECT token FROM mine))"
_MINE = "mine (token) AS MATERIALIZED (SELECT value FROM json_each(%s))"

_MATCHING = "SELECT rowid FROM search_fts WHERE search_fts MATCH %s"
KNOWN = f"EXISTS ({_MATCHING} AND {_MAY_READ.format('search_fts.rowid')} LIMIT 1)"
FREQUENCY = f"(SELECT count(*) FROM ({_MATCHING}) AS f WHERE {_MAY_READ.format('f.rowid')})"


def statement(question: Question) -> tuple[str, list[Any]]:
    """The statement that answers `question`, and its parameters. Its rows are (what, value, number, score)."""
    asked = question.asked
    where, values = _filters(question, leaving_out=None)
    order = "published DESC, id DESC" if question.newest_first else "score, id"
    ctes = [
        _MINE,
        "weights (kind, weight) AS MATERIALIZED (SELECT key, value FROM json_each(%s))",
        f"matched (id) AS MATERIALIZED ("
        f"SELECT rowid FROM ({' UNION ALL '.join([_MATCHING] * len(asked.units))})"
        f" GROUP BY rowid HAVING count(*) >= {asked.needed:d})",
        f"readable AS MATERIALIZED (SELECT e.* FROM matched CROSS JOIN search_fts_entry e ON e.id = matched.id"
        f" WHERE {_MAY_READ.format('e.id')})",
        f"chosen AS MATERIALIZED (SELECT * FROM readable WHERE {where})",
    ]
    parameters: list[Any] = [
        json.dumps(question.containers),
        json.dumps(dict(question.weights)),
        *map(_unit, asked.units),
        *values,
    ]
    scores = [f"SELECT search_fts.rowid AS id, {_BM25} AS score FROM search_fts CROSS JOIN chosen"
              " ON chosen.id = search_fts.rowid WHERE search_fts MATCH %s"]  # fmt: skip
    parameters.append(_everything(asked))
    if asked.phrases:
        scores.append(scores[0].replace(_BM25, f"{PHRASE_WEIGHT} * {_BM25}"))
        parameters.append(_any(STEMS, map(_phrase, asked.phrases)))
    ctes += [
        f"scores AS MATERIALIZED ({' UNION ALL '.join(scores)})",
        # bm25 is the better the more negative; what has only a synonym's words has a score from those alone.
        f"ranked AS (SELECT chosen.id AS id, key, version, published, sum(score) * {_RECENT}"
        " * coalesce(weights.weight, 1) AS score FROM chosen JOIN scores ON scores.id = chosen.id"
        " LEFT JOIN weights ON weights.kind = chosen.kind"
        f" GROUP BY chosen.id ORDER BY {order} LIMIT %s OFFSET %s)",
    ]
    now = int((question.now or timezone.now()).timestamp())
    parameters += [now, now]
    parameters += [question.limit, question.offset]
    selects = [
        f"SELECT 'hit', key, version, row_number() OVER (ORDER BY {order}) FROM ranked",
        "SELECT 'total', '', count(*), 0 FROM chosen",
    ]
    for select, values in _facets(question):
        selects.append(select)
        parameters += values
    return f"WITH {', '.join(ctes)} {' UNION ALL '.join(selects)}", parameters


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


def each(select: str, words: Sequence[str], containers: Sequence[str]) -> tuple[str, list[Any]]:
    """One number for each word, in rows of (place, number)."""
    columns = STEMS if select is KNOWN else EXACTS
    selects = " UNION ALL ".join(f"SELECT {place}, {select}" for place in range(len(words)))
    return f"WITH {_MINE} {selects}", [json.dumps(containers), *(_any(columns, [_term(word)]) for word in words)]


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


def _term(word: str) -> str:
    return '"' + word.replace('"', "") + '"'


def _phrase(phrase: Phrase) -> str:
    return _term(" ".join(phrase.stems))


def _any(columns: str, terms: Iterable[str]) -> str:
    return f"{{{columns}}} : ({' OR '.join(terms)})"


def _unit(unit: Any) -> str:
    return _any(STEMS, [_term(unit.token.stem), *map(_phrase, unit.instead)])


def _everything(asked: Asked) -> str:
    """Whatever earns a score: the stems, the words as typed, and their pairs."""
    parts = [_any(STEMS, map(_term, asked.stems)), _any(EXACTS, map(_term, asked.exacts))]
    if asked.pairs:
        parts.append(_any(PAIRS, map(_term, asked.pairs)))
    return " OR ".join(parts)
