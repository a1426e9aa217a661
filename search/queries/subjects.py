"""What bears the very name that was typed comes first on the first page."""

from __future__ import annotations

from collections.abc import Sequence

from ..analysis import analyse
from ..asked import Asked
from .hits import Result


def subjects_first(results: Sequence[Result], asked: Asked) -> list[Result]:
    """`results`, those whose title begins with all that was asked before the others, what counts most among them first.

    Whoever types « PAS » or « paie » wants the guide or the space of that name, before what speaks of it most. Each
    part keeps the engine's order.
    """
    names = _names(asked)
    named = [result for result in results if _begins(result.entry.title, names)]
    others = [result for result in results if result not in named]
    return sorted(named, key=lambda result: -result.source.weight) + others


def _names(asked: Asked) -> set[tuple[str, ...]]:
    """What was typed, and the other ways to say the whole of it (PAS, « prélèvement à la source »)."""
    if not asked.units:
        return set()
    whole = set.intersection(*({phrase.stems for phrase in unit.instead} for unit in asked.units))
    return {tuple(token.stem for token in asked.tokens), *whole}


def _begins(title: str, names: set[tuple[str, ...]]) -> bool:
    stems = tuple(token.stem for token in analyse(title))
    return any(stems[: len(name)] == name for name in names)
