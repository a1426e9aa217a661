"""The demo's synonyms and acronyms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from intranet.core.plugs import Act

from .models import Synonym


def acts(story: Any) -> Iterator[Act]:
    """All of them stand on the first day."""
    first = min(story.joined.values())
    for row in story.synonyms:
        yield Act(first, partial(Synonym.objects.create, terms=", ".join([row["term"], *row["synonyms"]])), 2)
