"""The order of what was chosen, in SQL over the rows `chosen` (id, published, kind) and `weights` (kind, weight)."""
# ruff: noqa: S608 — only constants of this package are put in statements; everything typed is a parameter.

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ...asked import Asked
from ...shapes import Question
from . import matching
from .schema import COLUMNS, STEMS, TITLE_COLUMNS, TITLE_WEIGHT

# What synonyms bring, beside the words that were typed.
PHRASE_WEIGHT = 0.5
# A text of today counts up to 1.3 times one of long ago, 1.15 times one of last year; a text without date is of today.
RECENCY, HALF_LIFE = 0.3, 365 * 86400.0
_AGE = f"(max(0, %s - coalesce(published, 1e10)) / {HALF_LIFE})"
_RECENT = f"(1 + {RECENCY} / (1 + {_AGE} * {_AGE}))"


def ranked(question: Question) -> tuple[list[str], list[Any]]:
    """The common tables that end with `placed` (key, version, place), one page long, and their parameters."""
    tables: list[str] = []
    parameters: list[Any] = []
    if question.newest_first:
        rows, score, order = "chosen", "0", "published DESC, id DESC"
    else:
        selects, parameters = _scores(question.asked)
        tables.append(
            f"totals AS MATERIALIZED (SELECT id, sum(score) AS score FROM ({' UNION ALL '.join(selects)}) GROUP BY id)"
        )
        # CROSS JOIN keeps this order: SQLite would read all of the entries again for each total.
        rows = "totals CROSS JOIN search_fts_entry e ON e.id = totals.id LEFT JOIN weights ON weights.kind = e.kind"
        # The better, the more negative. What has only a synonym's words has a score from those alone.
        score, order = f"totals.score * {_RECENT} * coalesce(weights.weight, 1)", "score, id"
        parameters += [int((question.now or timezone.now()).timestamp())] * 2
    tables += [
        f"ranked AS (SELECT {'' if question.newest_first else 'e.'}id AS id, key, version, published, {score} AS score"
        f" FROM {rows} ORDER BY {order} LIMIT %s OFFSET %s)",
        f"placed AS (SELECT key, version, row_number() OVER (ORDER BY {order}) AS place FROM ranked)",
    ]
    return tables, [*parameters, question.limit, question.offset]


def _scores(asked: Asked) -> tuple[list[str], list[Any]]:
    parts = [("search_fts", COLUMNS, 1.0, matching.everything(asked))]
    parts.append(("search_fts_title", TITLE_COLUMNS, TITLE_WEIGHT, matching.in_title(asked)))
    if asked.phrases:
        phrases = [matching.phrase(phrase) for phrase in asked.phrases]
        in_title = matching.any_of("stems", phrases)
        parts.append(("search_fts", COLUMNS, PHRASE_WEIGHT, matching.any_of(STEMS, phrases)))
        parts.append(("search_fts_title", TITLE_COLUMNS, PHRASE_WEIGHT * TITLE_WEIGHT, in_title))
    # The plus makes a set of what was chosen, asked for each match; a join may be read in either order.
    selects = [
        f"SELECT rowid AS id, {weight} * bm25({table}, {', '.join(map(str, columns.values()))}) AS score"
        f" FROM {table} WHERE {table} MATCH %s AND +rowid IN (SELECT id FROM chosen)"
        for table, columns, weight, _query in parts
    ]
    return selects, [query for *_parts, query in parts]
