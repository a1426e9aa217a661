"""Elasticsearch, as the rest of search sees it.

Two aliases: NAME is what answers, NAME-next is an index being rebuilt. Writes go to both, so a rebuild misses nothing.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers
from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Query

from ...asked import Unit
from ...edits import within
from ...shapes import Answer, EngineUnavailable, Indexed, Question
from . import documents, reading

logger = logging.getLogger(__name__)

# A page does not wait longer than this, and then asks no more for a while.
PATIENCE, PAUSE = 3.0, 10.0
BULK_TIMEOUT = 60
PROPOSALS = 50


@lru_cache(maxsize=4)
def client_of(url: str) -> Elasticsearch:
    """One client, with its pool of connections, a process."""
    return Elasticsearch(url, request_timeout=PATIENCE, max_retries=0, retry_on_timeout=False)


class ElasticEngine:
    """Entries in an Elasticsearch cluster."""

    name = "elasticsearch"
    # Addresses that did not answer, and until when they are left alone.
    _away: dict[str, float] = {}

    def __init__(self, url: str, index: str) -> None:
        self.url, self.live, self.next = url, index, f"{index}-next"
        self.client = client_of(url)

    # Asking

    def search(self, question: Question) -> Answer:
        if not question.asked or not question.containers:
            return Answer(0, [])
        return reading.answer(self._ask(reading.search(question)), question)

    def known(self, units: Sequence[Unit], containers: Sequence[str]) -> list[bool]:
        return [bool(number) for number in self._count([reading.has_word_of(unit) for unit in units], containers)]

    def frequencies(self, words: Sequence[str], containers: Sequence[str]) -> list[int]:
        return self._count([reading.has_word(word) for word in words], containers)

    def _count(self, queries: list[Query], containers: Sequence[str]) -> list[int]:
        if not queries or not containers:
            return [0] * len(queries)
        buckets = self._ask(reading.counts(queries, containers))["aggregations"]["words"]["buckets"]
        return [buckets[str(place)]["doc_count"] for place in range(len(queries))]

    def proposals(self, word: str, distance: int) -> list[str]:
        term = {
            "field": "words",
            "analyzer": "fr_exact",
            # Even a word that the index knows: the reader may not know the text that has it.
            "suggest_mode": "always",
            "max_term_freq": 2**31 - 1,
            "prefix_length": 1,
            "min_word_length": 4,
            "max_edits": distance,
            "size": PROPOSALS,
        }
        request = Search().suggest("words", word, term=term).extra(size=0)
        found = self._ask(request)["suggest"]["words"]
        options = [option["text"] for entry in found for option in entry["options"]]
        return [option for option in options if within(word, option, distance) is not None]

    def _ask(self, request: Search) -> dict[str, Any]:
        if self._away.get(self.url, 0) > time.monotonic():
            raise EngineUnavailable
        try:
            response = self.client.search(index=self.live, body=request.to_dict())
        except (ApiError, TransportError) as error:
            if isinstance(error, TransportError):
                self._away[self.url] = time.monotonic() + PAUSE
            logger.warning("Elasticsearch does not answer: %s", error)
            raise EngineUnavailable from error
        return dict(response)

    # Writing

    def index(self, batch: Sequence[Indexed]) -> set[str]:
        self.create()
        # The one being rebuilt first: should it take the other's place meanwhile, the second writing reaches it.
        refused = self._send(self.next, batch) if self._behind(self.next) else set()
        return refused | self._send(self.live, batch)

    @contextmanager
    def rebuilding(self) -> Iterator[ElasticRebuild]:
        """Beside the index that answers; then the alias moves and the old index goes, in one call."""
        for name in self._behind(self.next):
            # What a rebuild that was killed left.
            self.client.indices.delete(index=name)
        new = self._make(self.next)
        try:
            yield ElasticRebuild(self)
        except BaseException:
            self.client.indices.delete(index=new, ignore_unavailable=True)
            raise
        self.client.indices.refresh(index=new)
        actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in self._behind(self.live)]
        actions.append({"remove": {"index": new, "alias": self.next}})
        actions.append({"add": {"index": new, "alias": self.live}})
        self.client.indices.update_aliases(actions=actions)

    def stored(self) -> Iterator[tuple[str, int]]:
        query = {"query": {"term": {"deleted": False}}, "version": True, "_source": False}
        self.refresh()
        return ((hit["_id"], hit["_version"]) for hit in helpers.scan(self.client, index=self.live, query=query))

    def create(self) -> None:
        # With our analysis: Elasticsearch must never make one up.
        if not self._behind(self.live):
            self._make(self.live)

    def refresh(self) -> None:
        """Let what was sent be found at once; left alone, it is within a second."""
        self.client.indices.refresh(index=self.live)

    def remove(self) -> None:
        for name in [*self._behind(self.live), *self._behind(self.next)]:
            self.client.indices.delete(index=name)

    def _behind(self, alias: str) -> list[str]:
        """The index that `alias` stands for, if there is one."""
        try:
            return list(self.client.indices.get_alias(name=alias))
        except NotFoundError:
            return []

    def _make(self, alias: str) -> str:
        name = f"{self.live}-{uuid.uuid4().hex[:12]}"
        documents.new_index(name, alias).create(using=self.client)
        return name

    def _send(self, alias: str, batch: Sequence[Indexed]) -> set[str]:
        """Send `batch` through `alias`. What is there in a later version, or no longer rebuilt, counts as sent."""
        operations = (
            {
                "_index": alias,
                "_id": document.key,
                "version": document.version,
                "version_type": "external_gte",
                "_source": documents.source(document),
            }
            for document in batch
        )
        fine = {HTTPStatus.CONFLICT} | ({HTTPStatus.NOT_FOUND} if alias == self.next else set())
        refused = set()
        client = self.client.options(request_timeout=BULK_TIMEOUT)
        for done, result in helpers.streaming_bulk(client, operations, raise_on_error=False, require_alias=True):
            outcome = result["index"]
            if not done and outcome["status"] not in fine:
                logger.error("Elasticsearch refused %s: %s", outcome["_id"], outcome.get("error"))
                refused.add(outcome["_id"])
        return refused


class ElasticRebuild:
    """The new index, not answering yet."""

    def __init__(self, engine: ElasticEngine) -> None:
        self.engine = engine

    def add(self, batch: Sequence[Indexed]) -> set[str]:
        return self.engine._send(self.engine.next, batch)
