"""Synonyms and acronyms, applied when one asks and never when one indexes: a change holds on the next query.

Elasticsearch's own synonyms, inside the analyser of the main fields, lose whole queries: these are other ways to say a
word, looked for beside it and counted little.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from intranet.core.prepared import prepared

from .analysis import Token, analyse, tidy
from .asked import Phrase
from .models import Synonym, split_terms

# « ne pas » is never the acronym.
_NEGATION = {"ne", "n"}


@dataclass(frozen=True)
class Thesaurus:
    """Groups of phrases that mean the same, found by their first stem."""

    groups: dict[str, tuple[tuple[Phrase, tuple[Phrase, ...]], ...]]

    def instead_of(self, tokens: Sequence[Token]) -> dict[str, tuple[Phrase, ...]]:
        """For each stem that belongs to a known term of the query, the other terms of its group."""
        found: dict[str, list[Phrase]] = defaultdict(list)
        stems = [token.stem for token in tokens]
        for place, stem in enumerate(stems):
            for phrase, others in self.groups.get(stem, ()):
                if tuple(stems[place : place + len(phrase.stems)]) == phrase.stems:
                    for each in phrase.stems:
                        found[each] += others
        return {stem: tuple(dict.fromkeys(others)) for stem, others in found.items()}

    def acronyms_in(self, text: str) -> list[Phrase]:
        """Acronyms typed in lower case that are also stop words (« taux pas »), with what they stand for: a hint
        only.
        """
        words = text.lower().replace("’", "'").replace("'", " ").split()
        if _NEGATION & set(words):
            return []
        hints = []
        for word in words:
            for phrase, others in self.groups.get(f"{word}_", ()):
                if len(phrase.stems) == 1 and phrase.text not in text:
                    hints += [phrase, *others]
        return hints

    def knows(self, word: str) -> bool:
        """Whether `word` is an acronym of a group."""
        return any(token.stem in self.groups for token in analyse(word))


def thesaurus() -> Thesaurus:
    """The thesaurus of now: one query."""
    return thesaurus_of(tuple(_terms()))


@prepared
def _terms() -> QuerySet[Any, Any]:
    return Synonym.objects.values_list("terms", flat=True)


@lru_cache(maxsize=4)
def thesaurus_of(rows: tuple[str, ...]) -> Thesaurus:
    """The thesaurus made of these groups of terms (comma-separated)."""
    groups: dict[str, list[tuple[Phrase, tuple[Phrase, ...]]]] = defaultdict(list)
    for row in rows:
        phrases = [phrase for term in split_terms(tidy(row)) if (phrase := _phrase(term)).stems]
        for phrase in phrases:
            others = tuple(other for other in phrases if other.stems != phrase.stems)
            groups[phrase.stems[0]].append((phrase, others))
    return Thesaurus({stem: tuple(found) for stem, found in groups.items()})


def _phrase(term: str) -> Phrase:
    tokens = analyse(term)
    if not tokens:
        # A stop word: it can only be meant as an acronym.
        term = term.upper()
        tokens = analyse(term)
    return Phrase(term, tuple(token.stem for token in tokens))
