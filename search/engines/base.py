"""What every engine does. One suite of tests runs against each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from ..asked import Unit
from ..shapes import Answer, Indexed, Question


class Rebuild(Protocol):
    """An index being made from nothing, beside the one that answers."""

    def add(self, batch: Sequence[Indexed]) -> set[str]:
        """Put these in the new index. Returns the keys that were refused."""


class Engine(Protocol):
    """Finds entries among those that the reader may read.

    Every answer depends only on entries that have one of the question's containers, but for `proposals`, which looks at
    every word ever indexed and so may only propose. Methods that ask raise `EngineUnavailable`.
    """

    name: str

    def search(self, question: Question) -> Answer:
        """Total, hits of one page and facets."""

    def known(self, units: Sequence[Unit], containers: Sequence[str]) -> list[bool]:
        """For each word asked for, whether a readable entry has one of the same stem, in any spelling."""

    def frequencies(self, words: Sequence[str], containers: Sequence[str]) -> list[int]:
        """For each folded word, how many readable entries have it as such."""

    def proposals(self, word: str, distance: int) -> list[str]:
        """Indexed words within `distance` edits of the folded `word`, with the same first letter."""

    def index(self, batch: Sequence[Indexed]) -> set[str]:
        """Take these in, unless a later version is known. Returns the keys that were refused."""

    def rebuilding(self) -> AbstractContextManager[Rebuild]:
        """Make the index again; the new one answers once the block ends well."""

    def stored(self) -> Iterator[tuple[str, int]]:
        """Key and version of every entry that can be found."""

    def create(self) -> None:
        """Make an empty index where there is none."""

    def refresh(self) -> None:
        """Let what was taken in be found at once."""

    def remove(self) -> None:
        """Remove the index and all it holds: for scratch indices."""
