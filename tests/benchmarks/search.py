"""Search: how well it finds on French collections, and how fast among 100,000 entries. `make bench` runs it.

The collections are looked for in PARVIS_SEARCH_EVAL, a folder of folders laid out as `search/evaluation.py` says; by
default `shared/search-eval` beside the project. Elasticsearch is measured when ELASTICSEARCH_URL is set.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path
from statistics import median, quantiles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "intranet.settings.test")
os.environ["PARVIS_MODE"] = "test"

import django

django.setup()

from django.conf import settings  # noqa: E402

from search import evaluation  # noqa: E402
from search.asked import read  # noqa: E402
from search.engines import Engine  # noqa: E402
from search.engines.scratch import scratch  # noqa: E402
from search.queries.finding import find  # noqa: E402
from search.shapes import Indexed, Question  # noqa: E402
from search.synonyms import thesaurus_of  # noqa: E402

COLLECTIONS = Path(os.environ.get("PARVIS_SEARCH_EVAL", settings.ROOT.parent / "shared" / "search-eval"))
# nDCG@10 under which something was broken; what was measured is in docs/decisions.md.
LEAST = {
    ("cdtn-prequalified", "sqlite"): 0.46,
    ("cdtn-prequalified", "elasticsearch"): 0.46,
    ("spf-questions", "sqlite"): 0.85,
    ("spf-questions", "elasticsearch"): 0.845,
}
ENTRIES, SPACES, MINE, ASKED = 100_000, 1_000, 500, 200
# Milliseconds that 95 of 100 queries must not pass.
SLOWEST = 250.0


def main() -> int:
    """Print both tables; 1 when a figure is worse than it should be."""
    engines = ["sqlite", *(["elasticsearch"] if settings.ELASTICSEARCH_URL else [])]
    folders = sorted(path.parent for path in COLLECTIONS.glob("*/qrels.tsv"))
    if not folders:
        print(f"No collection in {COLLECTIONS}: set PARVIS_SEARCH_EVAL.")
        return 1
    collections = {folder.name: evaluation.load(folder) for folder in folders}
    worse = 0
    print("\nSearch, how well (macro-averaged by intent):")
    for name, collection in collections.items():
        for engine_name in engines:
            with scratch(engine_name) as engine:
                evaluation.fill(engine, collection)
                figures = evaluation.measures(collection, evaluation.run(engine, collection))
            worse += figures["nDCG@10"] < LEAST.get((name, engine_name), 0)
            print(f"  {name:<20} {engine_name:<14}", *(f"{key} {value:.3f} " for key, value in figures.items()))
    print(f"\nSearch, how fast ({ENTRIES:,} entries, {MINE} of {SPACES} spaces readable, all facets):")
    for engine_name in engines:
        with scratch(engine_name) as engine:
            worse += speed(engine, list(collections.values()))
    return int(worse > 0)


def speed(engine: Engine, collections: list[evaluation.Collection]) -> bool:
    """Fill `engine`, ask it, print; whether it was too slow."""
    dice = random.Random(7)  # noqa: S311 — the same entries each time
    began = time.perf_counter()
    texts = [(text["title"], text["text"]) for collection in collections for text in collection.corpus]
    for start in range(0, ENTRIES, 1_000):
        engine.index([_entry(number, dice, texts) for number in range(start, start + 1_000)])
    engine.refresh()
    filled = time.perf_counter() - began
    queries = dice.sample([query for each in collections for query in each.queries.values()], ASKED)
    readable = ("agents", *(f"space:{number}" for number in range(MINE)))
    none = thesaurus_of(())
    times = []
    for query in [*queries[:20], *queries]:
        began = time.perf_counter()
        find(engine, Question(read(query, none), readable), none)
        times.append(1000 * (time.perf_counter() - began))
    times = times[20:]
    slow = quantiles(times, n=20)[18]
    print(f"  {engine.name:<14} p50 {median(times):6.1f} ms   p95 {slow:6.1f} ms   filled in {filled:.0f} s")
    return slow > SLOWEST


def _entry(number: int, dice: random.Random, texts: list[tuple[str, str]]) -> Indexed:
    """A message's worth of text, somewhere in the spaces."""
    title, text = dice.choice(texts)
    start = dice.randrange(max(1, len(text) - 600))
    space = dice.randrange(SPACES)
    return Indexed(
        key=f"message:{number}",
        version=1,
        kind=dice.choice(["message", "document", "lesson", "guide"]),
        organisation=dice.randrange(60),
        space=space,
        containers=(f"space:{space}",),
        themes=tuple(dice.sample(range(40), 2)),
        title=title,
        body=text[start : start + 600],
    )


if __name__ == "__main__":
    sys.exit(main())
