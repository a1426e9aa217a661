"""A question as an Elasticsearch request.

The query and its weights were measured on French collections (docs/decisions.md): words of any text are
required, titles and the very words typed come first, and letters that differ a little only re-order the first hundred.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query

from ...asked import Asked, Phrase, Unit
from ...shapes import FACETS, Answer, Filters, Hit, Question

TEXTS = ["title", "headings", "body", "attachment"]
STEMS = ["title^5", "headings^2", "body", "attachment"]
EXACTS = ["title.exact^5", "headings.exact^2", "body.exact", "attachment.exact"]
FIELD_OF = {"organisation": "org", "space": "space", "kind": "kind", "theme": "themes"}
# More values than a facet shows; a reader of more spaces than this sees the fullest.
FACET_SIZE = 200
PHRASE_BOOST = 0.5
RECENCY = 0.3


def search(question: Question) -> Search:
    """The whole request."""
    request = Search().query(_query(question)).source(False)
    request = request.extra(version=True, track_total_hits=True, from_=question.offset, size=question.limit)
    if question.newest_first:
        request = request.sort({"published": {"order": "desc", "missing": "_last"}}, "key")
    else:
        request = request.extra(rescore=_rescore(question.asked))
    if chosen := _filters(question.filters, leaving_out=None):
        request = request.post_filter(Q("bool", filter=chosen))
    for facet in FACETS:
        request.aggs.bucket(facet, _narrowed(question.filters, facet)).bucket(
            "values", A("terms", field=FIELD_OF[facet], size=FACET_SIZE)
        )
    dates = request.aggs.bucket("date", _narrowed(question.filters, "date"))
    for place, since in enumerate(question.periods):
        dates.bucket(str(place), A("filter", Q("range", published={"gte": since})))
    return request


def answer(response: dict[str, Any], question: Question) -> Answer:
    """What Elasticsearch answered."""
    found = response["aggregations"]
    dates: dict[datetime | None, int] = {None: found["date"]["doc_count"]}
    for place, since in enumerate(question.periods):
        dates[since] = found["date"][str(place)]["doc_count"]
    return Answer(
        total=response["hits"]["total"]["value"],
        hits=[Hit(hit["_id"], hit["_version"]) for hit in response["hits"]["hits"]],
        facets={
            facet: {str(value["key"]): value["doc_count"] for value in found[facet]["values"]["buckets"]}
            for facet in FACETS
        },
        dates=dates,
    )


def counts(queries: Sequence[Query], containers: Sequence[str]) -> Search:
    """How many readable entries answer each of `queries`."""
    request = Search().query(Q("bool", filter=[may_read(containers)])).extra(size=0)
    request.aggs.bucket("words", A("filters", filters={str(place): query for place, query in enumerate(queries)}))
    return request


def has_word_of(unit: Unit) -> Query:
    """Entries with a word of the same stem, in any spelling."""
    queries = [Q("combined_fields", query=token.surface, fields=TEXTS) for token in (unit.token, *unit.spellings)]
    return queries[0] if len(queries) == 1 else Q("bool", should=queries)


def has_word(word: str) -> Query:
    """Entries with this very word, folded."""
    return Q("term", words=word)


def may_read(containers: Sequence[str]) -> Query:
    """Entries of these containers."""
    return Q("terms", container=list(containers))


def _query(question: Question) -> Query:
    asked = question.asked
    words = Q("bool", should=[_unit(unit) for unit in asked.units], minimum_should_match=asked.needed)
    query = Q(
        "bool",
        filter=[may_read(question.containers), words],
        should=[
            Q("combined_fields", query=asked.text, fields=STEMS),
            Q("combined_fields", query=asked.text, fields=EXACTS, boost=0.75),
            Q("match", title__shingle={"query": asked.text, "boost": 0.5}),
            Q("match", body__shingle={"query": asked.text, "boost": 0.3}),
            *(Q("combined_fields", query=spelling, fields=STEMS) for spelling in asked.spellings),
            *(_phrase(phrase, STEMS, PHRASE_BOOST) for phrase in asked.phrases),
        ],
    )
    now = question.now or timezone.now()
    recent = {"published": {"origin": now, "scale": "365d", "decay": 0.5}}
    recently = Q(
        "function_score",
        query=query,
        functions=[{"weight": 1}, {"gauss": recent, "weight": RECENCY}],
        score_mode="sum",
        boost_mode="multiply",
    )
    if not question.weights:
        return recently
    kinds = [{"filter": {"term": {"kind": kind}}, "weight": weight} for kind, weight in question.weights.items()]
    return Q("function_score", query=recently, functions=kinds, score_mode="first", boost_mode="multiply")


def _unit(unit: Unit) -> Query:
    word = has_word_of(unit)
    if not unit.instead:
        return word
    return Q("bool", should=[word, *(_phrase(phrase, TEXTS) for phrase in unit.instead)])


def _phrase(phrase: Phrase, fields: list[str], boost: float = 1.0) -> Query:
    # Articles may differ between the words, so a little room is left.
    return Q("multi_match", query=phrase.text, type="phrase", slop=2, fields=fields, boost=boost)


def _rescore(asked: Asked) -> dict[str, Any]:
    near = Q(
        "multi_match",
        query=asked.text,
        fields=["title.exact^2", "body.exact"],
        fuzziness="AUTO",
        prefix_length=1,
        max_expansions=20,
        boost=0.5,
    )
    return {
        "window_size": 100,
        "query": {"query_weight": 1, "rescore_query_weight": 1 + RECENCY, "rescore_query": near.to_dict()},
    }


def _filters(filters: Filters, leaving_out: str | None) -> list[Query]:
    """The reader's choices, but for one facet's own."""
    chosen = [
        Q("terms", **{FIELD_OF[facet]: list(map(str, filters.of(facet)))})
        for facet in FACETS
        if filters.of(facet) and facet != leaving_out
    ]
    if filters.dated and leaving_out != "date":
        bounds = {"gte": filters.since, "lt": filters.before}
        chosen.append(Q("range", published={name: moment for name, moment in bounds.items() if moment}))
    return chosen


def _narrowed(filters: Filters, facet: str) -> Any:
    return A("filter", Q("bool", filter=_filters(filters, leaving_out=facet)))
