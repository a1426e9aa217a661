"""A misspelt word, put right.

The vocabulary only proposes: whether a word is known to this reader, and whether the proposal is, is answered by the
entries that they may read. So a text that they may not read neither gives a correction nor takes one away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .analysis import Token, fold
from .analysis.stems import stem
from .asked import Asked, Unit
from .edits import within
from .engines import Engine

# One edit from five letters, two from eight: `drones` must not become `droits`.
MIN_LENGTH, LONG = 5, 8


@dataclass(frozen=True, slots=True)
class Correction:
    """A query put right: its text, and the words in it that were not typed, folded as the index has them."""

    text: str
    words: frozenset[str]


def corrected(engine: Engine, asked: Asked, containers: Sequence[str]) -> Correction | None:
    """`asked` with its misspelt words put right, or None when nothing better is known."""
    suspects = [unit for unit in asked.units if not unit.instead and _may_be_misspelt(unit.token)]
    if not suspects:
        return None
    known = engine.known(suspects, containers)
    meant = {}
    for unit in [unit for unit, is_known in zip(suspects, known, strict=True) if not is_known]:
        if proposal := _meant(engine, unit, containers):
            meant[unit.token.stem] = proposal
    if not meant:
        return None
    text = asked.text
    for token in reversed(asked.tokens):
        if token.stem in meant:
            text = text[: token.start] + meant[token.stem] + text[token.end :]
    return Correction(text, frozenset(meant.values()))


def _may_be_misspelt(token: Token) -> bool:
    return len(token.exact) >= MIN_LENGTH and token.exact.isalpha()


def _meant(engine: Engine, unit: Unit, containers: Sequence[str]) -> str | None:
    """The nearest readable word, the most written of the nearest."""
    token = unit.token
    limit = 2 if len(token.exact) >= LONG else 1
    proposals = {}
    for word in engine.proposals(token.exact, limit):
        distance = within(token.exact, word, limit)
        if distance and word[0] == token.exact[0] and fold(stem(word)) not in unit.stems:
            proposals[word] = distance
    words = sorted(proposals)
    frequencies = engine.frequencies(words, containers)
    readable = [(proposals[word], -number, word) for word, number in zip(words, frequencies, strict=True) if number]
    return min(readable)[2] if readable else None
