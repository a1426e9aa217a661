"""How well an engine finds, on a collection of texts, queries and judgements.

A collection is a folder: `corpus.jsonl` ({_id, title, text}), `queries.jsonl` ({_id, text, intent?}), `qrels.tsv`
(query, document, grade). The texts go through the projection, the analysis and the query that the site uses.
"""

from __future__ import annotations

import csv
import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import fmean
from typing import Any

from intranet.core.plugs import SearchEntryData

from .asked import read
from .engines import Engine
from .models import SearchEntry
from .projection import content_of
from .queries.finding import find
from .shapes import Question
from .synonyms import thesaurus_of

DEPTH, BATCH = 10, 500
READER = ("agents",)
Run = dict[str, list[str]]


@dataclass(frozen=True)
class Collection:
    """Texts, queries by their id, the intent of each, and the grade of each judged text."""

    corpus: list[dict[str, Any]]
    queries: dict[str, str]
    intents: dict[str, str]
    grades: dict[str, dict[str, int]]


def load(folder: Path) -> Collection:
    """The collection in `folder`."""
    queries = list(_lines(folder / "queries.jsonl"))
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(encoding="utf-8") as file:
        for query, document, grade in islice(csv.reader(file, delimiter="\t"), 1, None):
            grades[query][document] = int(grade)
    return Collection(
        corpus=list(_lines(folder / "corpus.jsonl")),
        queries={query["_id"]: query["text"] for query in queries},
        intents={query["_id"]: query.get("intent", query["_id"]) for query in queries},
        grades=dict(grades),
    )


def fill(engine: Engine, collection: Collection) -> None:
    """Put the texts of `collection` in `engine`."""
    documents = (
        SearchEntry(
            key=text["_id"],
            kind="text",
            version=1,
            **content_of(SearchEntryData(text["title"], "", READER, body=text["text"])),
        ).indexed()
        for text in collection.corpus
    )
    while batch := list(islice(documents, BATCH)):
        engine.index(batch)
    engine.refresh()


def run(engine: Engine, collection: Collection) -> Run:
    """The first ten texts found for each query."""
    no_synonym = thesaurus_of(())
    return {
        name: [
            hit.key for hit in find(engine, Question(read(text, no_synonym), READER), no_synonym).answer.hits[:DEPTH]
        ]
        for name, text in collection.queries.items()
    }


def measures(collection: Collection, found: Run) -> dict[str, float]:
    """nDCG, recall and reciprocal rank at ten: the mean of the intents, each the mean of its queries."""
    by_intent: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for name, grades in collection.grades.items():
        if name in found:
            ranked = found[name]
            by_intent[collection.intents[name]].append(
                (_ndcg(ranked, grades), _recall(ranked, grades), _rr(ranked, grades))
            )
    means = [[fmean(values) for values in zip(*scores, strict=True)] for scores in by_intent.values()]
    names = ("nDCG@10", "recall@10", "MRR@10")
    return {name: fmean(values) for name, values in zip(names, zip(*means, strict=True), strict=True)}


def trec(found: Run, tag: str) -> Iterator[str]:
    """The lines of a TREC run file."""
    for query, documents in found.items():
        for rank, document in enumerate(documents, 1):
            yield f"{query} Q0 {document} {rank} {1 / rank:.6f} {tag}"


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _gains(grades: Iterable[int]) -> float:
    return sum((2.0**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, 1))


def _ndcg(ranked: list[str], grades: dict[str, int]) -> float:
    best = _gains(sorted(grades.values(), reverse=True)[:DEPTH])
    return _gains(grades.get(document, 0) for document in ranked) / best if best else 0.0


def _recall(ranked: list[str], grades: dict[str, int]) -> float:
    relevant = {document for document, grade in grades.items() if grade > 0}
    return len(relevant & set(ranked)) / len(relevant) if relevant else 0.0


def _rr(ranked: list[str], grades: dict[str, int]) -> float:
    return next((1 / rank for rank, document in enumerate(ranked, 1) if grades.get(document, 0) > 0), 0.0)
