"""From a text to its words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from .stems import stem
from .stopwords import ARTICLES, STOP_WORDS

MAX_WORD = 64
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ELISION = re.compile(rf"(?:{'|'.join(ARTICLES)})['’]", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Token(NamedTuple):
    """A word that counts: as written (`surface`, at `start` to `end`), folded (`exact`), and its `stem`."""

    surface: str
    exact: str
    stem: str
    start: int
    end: int

    @property
    def is_acronym(self) -> bool:
        """Whether it survived the stop words by its capitals: PAS, which is not « pas »."""
        return self.exact.endswith("_")


def tidy(text: str) -> str:
    """`text` in one Unicode form (accents composed) and without control characters, which databases refuse."""
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


def acronym(word: str) -> str:
    """What stands in an index for a stop `word` written in capitals."""
    return f"{fold(word)}_"


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """`word` without its accents and ligatures."""
    word = word.replace("œ", "oe").replace("æ", "ae")
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def analyse(text: str) -> list[Token]:
    """The words of `text` (tidy) in order, without stop words; one in capitals that is also a stop word is an
    acronym.
    """
    tokens = []
    for match in _WORD.finditer(text):
        surface = match.group()
        if forms := _forms(surface):
            skipped, exact, of_stem = forms
            tokens.append(Token(surface[skipped:], exact, of_stem, match.start() + skipped, match.end()))
    return tokens


def occurrences(text: str, stems: Set[str]) -> dict[int, Token]:
    """The words of `analyse(text)` that have one of `stems`, by their place among all; the others are not made."""
    found, place = {}, 0
    for match in _WORD.finditer(text):
        if forms := _forms(match.group()):
            skipped, exact, of_stem = forms
            if of_stem in stems:
                found[place] = Token(match.group()[skipped:], exact, of_stem, match.start() + skipped, match.end())
            place += 1
    return found


def bigrams(tokens: Sequence[Token]) -> list[str]:
    """The stems two by two."""
    return [f"{a.stem}_{b.stem}" for a, b in pairwise(tokens)]


@lru_cache(maxsize=200_000)
def _forms(surface: str) -> tuple[int, str, str] | None:
    """How many letters the elided article takes, the folded word, its stem; None for a stop word."""
    skipped = match.end() if (match := _ELISION.match(surface)) else 0
    written = surface[skipped:][:MAX_WORD]
    word = written.lower().replace("’", "'")
    if word in STOP_WORDS:
        if len(word) > 1 and written.isupper():
            return skipped, acronym(word), acronym(word)
        return None
    return skipped, fold(word), fold(stem(word))
