"""FTS5's own query language: which words, in which columns. Everything typed is inside double quotes."""

from __future__ import annotations

from collections.abc import Iterable

from ...asked import Asked, Phrase, Unit
from .schema import EXACTS, PAIRS, STEMS


def term(word: str) -> str:
    """`word` as a string."""
    return '"' + word.replace('"', "") + '"'


def phrase(words: Phrase) -> str:
    """Stems in a row."""
    return term(" ".join(words.stems))


def any_of(columns: str, terms: Iterable[str]) -> str:
    """One of `terms`, in one of `columns`."""
    return f"{{{columns}}} : ({' OR '.join(terms)})"


def unit(asked_for: Unit) -> str:
    """A word asked for, or one of the phrases that may stand in its place."""
    return any_of(STEMS, [*map(term, asked_for.stems), *map(phrase, asked_for.instead)])


def everything(asked: Asked) -> str:
    """Whatever earns a score: the stems, the words as typed, and their pairs."""
    parts = [any_of(STEMS, map(term, asked.stems)), any_of(EXACTS, map(term, asked.exacts))]
    if asked.pairs:
        parts.append(any_of(PAIRS, map(term, asked.pairs)))
    return " OR ".join(parts)


def in_title(asked: Asked) -> str:
    """The words as typed and their pairs, in the index of titles alone."""
    parts = [any_of("exact", map(term, asked.exacts))]
    if asked.pairs:
        parts.append(any_of("pairs", map(term, asked.pairs)))
    return " OR ".join(parts)
