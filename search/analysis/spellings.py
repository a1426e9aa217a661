"""Other ways to spell a word that was typed, where accents change its stem.

Stems are taken before accents fall, for that finds more. So `ministère` and `ministere` have two stems, and whoever
types without accents would not find a minister's office.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .stems import stem
from .words import fold

_ACCENTED = tuple(
    (re.compile(pattern), accented)
    for pattern, accented in (
        (r"ere(s?)$", r"ère\1"),
        (r"ieme(s?)$", r"ième\1"),
        (r"ete(s?)$", r"ète\1"),
        (r"ement(s?)$", r"ément\1"),
        (r"ique(s?)$", r"iqué\1"),
        (r"oe", "œ"),
    )
)


@lru_cache(maxsize=10_000)
def spellings(word: str) -> tuple[str, ...]:
    """Spellings of `word` (any case) with another stem than its own: without accents, or with those it may lack."""
    word = word.lower()
    stems, found = {fold(stem(word))}, []
    for spelling in (fold(word), *(pattern.sub(accented, word) for pattern, accented in _ACCENTED)):
        if (of_it := fold(stem(spelling))) not in stems:
            stems.add(of_it)
            found.append(spelling)
    return tuple(found)
