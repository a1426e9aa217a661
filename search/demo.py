"""The demo's synonyms and acronyms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from intranet.core.plugs import Act

from .models import Synonym


def acts(story: Any) -> Iterator[Act]:
    """All of them stand on the first day."""
    first = min(story.joined.values())
    for row in story.synonyms:
        terms = ", ".join([row["term"], *row["synonyms"]])
        yield Act(first, lambda terms=terms: Synonym.objects.create(terms=terms), 2)
