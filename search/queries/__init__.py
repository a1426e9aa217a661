"""A person's search, from their criteria to what they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.paginator import Page, Paginator

from .. import engines
from ..asked import read
from ..engines import Engine
from ..passages import surface
from ..shapes import EngineUnavailable, Question
from ..sources import containers_of, registry
from ..synonyms import Thesaurus, thesaurus
from .criteria import LAST_PAGE, PAGE_SIZE, Criteria, from_query
from .facets import Facet, Option, facets_of, names_for, periods
from .finding import Found, find
from .hits import Result, results_of
from .subjects import subjects_first

__all__ = ["Criteria", "Facet", "Option", "Result", "Results", "find", "from_query", "search"]


@dataclass
class Results:
    """What a person is shown. Without an engine that answers, `engine` is empty."""

    criteria: Criteria
    engine: str = ""
    # The usual engine did not answer: the database's own did in its place.
    stands_in: bool = False
    total: int = 0
    results: Sequence[Result] = ()
    facets: list[Facet] = field(default_factory=list)
    correction: str | None = None

    @property
    def asked_something(self) -> bool:
        """Whether there was a word to look for."""
        return bool(self.criteria.q)

    @property
    def organisations(self) -> int:
        """How many organisations the results come from; 0 when some were chosen, for the facet then tells of all."""
        facet = next((facet for facet in self.facets if facet.name == "organisation"), None)
        return 0 if facet is None or facet.chosen else len(facet.options)

    @property
    def chosen(self) -> list[tuple[str, Option]]:
        """The filters that narrow this search, each with the name of its facet."""
        return [(facet.name, option) for facet in self.facets for option in facet.chosen]

    @property
    def page(self) -> Page[Any]:
        """The page of results, for the list of pages."""
        paginator = Paginator(range(min(self.total, PAGE_SIZE * LAST_PAGE)), PAGE_SIZE)
        return paginator.get_page(self.criteria.page)


def search(user: Any, criteria: Criteria) -> Results:
    """Search for `user`. The number of queries depends on the kinds of things found, never on how many there are."""
    if not criteria.q:
        return Results(criteria)
    known = thesaurus()
    question = Question(
        asked=read(criteria.q, known),
        containers=containers_of(user),
        filters=criteria.filters(),
        offset=(criteria.page - 1) * PAGE_SIZE,
        limit=PAGE_SIZE,
        newest_first=criteria.newest_first,
        weights={source.kind: source.weight for source in registry() if source.weight != 1},
        periods=tuple(period.since for period in periods()),
    )
    for engine in engines.all_engines():
        try:
            found = _find(engine, question, known)
        except EngineUnavailable:
            continue
        return _shown(user, criteria, question, found, engine)
    return Results(criteria)


def _find(engine: Engine, question: Question, known: Thesaurus) -> Found:
    found = find(engine, question, known)
    if question.offset and found.answer.total and not found.answer.hits:
        # Past the last page: show that one.
        last = (found.answer.total - 1) // PAGE_SIZE * PAGE_SIZE
        found = find(engine, replace(question, offset=last), known)
    return found


def _shown(user: Any, criteria: Criteria, question: Question, found: Found, engine: Engine) -> Results:
    results = results_of(user, found.answer.hits, found.asked)
    if criteria.page == 1 and not question.newest_first:
        results = subjects_first(results, found.asked)
    spaces = {result.entry.space_id for result in results if result.entry.space_id}
    names = names_for(user, question, found.answer, spaces)
    for result in results:
        if not result.is_space:
            result.space = names.spaces.get(result.entry.space_id or 0, "")
    return Results(
        criteria=criteria,
        engine=engine.name,
        stands_in=engines.is_elsewhere() and engine.name != "elasticsearch",
        total=found.answer.total,
        results=results,
        facets=facets_of(found.answer, question.filters, criteria, names),
        correction=_as_written(found, results),
    )


def _as_written(found: Found, results: Sequence[Result]) -> str | None:
    """The correction with its accents, as one of the results writes its words: the index has them folded."""
    if not found.correction:
        return None
    entries = [result.entry for result in results]
    texts = [text for entry in entries for text in (entry.title, entry.headings, entry.body, entry.attachment)]
    correction = found.correction.text
    for token in reversed(found.asked.tokens):
        if token.exact in found.correction.words:
            written = next((word for text in texts if (word := surface(text, token.exact))), token.surface)
            correction = correction[: token.start] + written.lower() + correction[token.end :]
    return correction
