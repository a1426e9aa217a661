"""What a person typed, read as words to look for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .analysis import Token, analyse, bigrams, spellings, tidy

if TYPE_CHECKING:
    from .synonyms import Thesaurus

MAX_TEXT, MAX_WORDS = 500, 32


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row: another way to say what was asked."""

    text: str
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One word to look for, other spellings of it, and the phrases that may stand in its place."""

    token: Token
    spellings: tuple[Token, ...] = ()
    instead: tuple[Phrase, ...] = ()

    @property
    def stems(self) -> tuple[str, ...]:
        """Its stem, and those of its other spellings."""
        return (self.token.stem, *(token.stem for token in self.spellings))


@dataclass(frozen=True, slots=True)
class Asked:
    """A query. `text` is for engines that analyse by themselves; it holds the same words as `tokens`."""

    text: str
    tokens: tuple[Token, ...]
    units: tuple[Unit, ...]
    # Other ways to say it: they bring an entry up a little.
    phrases: tuple[Phrase, ...] = ()

    @property
    def needed(self) -> int:
        """How many of the words an entry must have: half of them, one at least."""
        return max(1, len(self.units) // 2)

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems of all spellings, each once."""
        return tuple(dict.fromkeys(stem for unit in self.units for stem in unit.stems))

    @property
    def spellings(self) -> tuple[str, ...]:
        """Other spellings of the words."""
        return tuple(token.surface for unit in self.units for token in unit.spellings)

    @property
    def exacts(self) -> tuple[str, ...]:
        """The words as typed, folded, each once."""
        return tuple(dict.fromkeys(token.exact for token in self.tokens))

    @property
    def pairs(self) -> tuple[str, ...]:
        """The stems two by two, each once."""
        return tuple(dict.fromkeys(bigrams(self.tokens)))

    def __bool__(self) -> bool:
        return bool(self.units)


def read(typed: str, thesaurus: Thesaurus) -> Asked:
    """The words of `typed`. Whatever it holds, this gives a query; an empty one when there is no word in it."""
    text = _capitals(tidy(typed[:MAX_TEXT]), thesaurus)
    hints = thesaurus.acronyms_in(text)
    tokens = analyse(text)
    if not tokens:
        # Nothing but common words, so they are what is asked for: « pas » alone is the acronym.
        text, hints = text.upper(), []
        tokens = analyse(text)
    if len(tokens) > MAX_WORDS:
        tokens = tokens[:MAX_WORDS]
        text = text[: tokens[-1].end]
    instead = thesaurus.instead_of(tokens)
    units = {token.stem: _unit(token, instead.get(token.stem, ())) for token in tokens}
    phrases = [*hints, *(phrase for unit in units.values() for phrase in unit.instead)]
    return Asked(text, tuple(tokens), tuple(units.values()), tuple(dict.fromkeys(phrases)))


def _unit(token: Token, instead: tuple[Phrase, ...]) -> Unit:
    others = () if token.is_acronym else spellings(token.surface)
    return Unit(token, tuple(other for spelling in others for other in analyse(spelling)), instead)


def _capitals(text: str, thesaurus: Thesaurus) -> str:
    """`text`; when all of it is in capitals, they no longer tell an acronym: only known ones are kept as such."""
    words = text.split()
    if len(words) < 2 or not text.isupper():
        return text
    return " ".join(word if thesaurus.knows(word) else word.lower() for word in words)
