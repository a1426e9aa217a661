"""Words in, answer out: what every search has in common, with no person and no page in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..asked import Asked, read
from ..correction import Correction, corrected
from ..engines import Engine
from ..shapes import Answer, Question
from ..synonyms import Thesaurus


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found, and what was answered in place of misspelt words."""

    asked: Asked
    answer: Answer
    correction: Correction | None = None


def find(engine: Engine, question: Question, thesaurus: Thesaurus) -> Found:
    """Ask `engine`, once misspelt words are put right."""
    correction = corrected(engine, question.asked, question.containers)
    if correction:
        question = replace(question, asked=read(correction.text, thesaurus))
    return Found(question.asked, engine.search(question), correction)
