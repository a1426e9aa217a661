"""The sources that apps plug in, by kind and by model."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.db.models import Model

from intranet.core.plugs import SearchSource, plugged

Affected = Callable[[Any], Iterable[Any]]


class Registry:
    """Sources, found from the three places where they matter: a kind, a saved object, an object that others depend
    on.
    """

    def __init__(self, sources: Iterable[SearchSource]) -> None:
        self.by_kind = {source.kind: source for source in sources}
        self.by_model: dict[type[Model], list[SearchSource]] = defaultdict(list)
        self.by_related: dict[type[Model], list[tuple[SearchSource, Affected]]] = defaultdict(list)
        for source in self.by_kind.values():
            self.by_model[source.model].append(source)
            for model, affected in source.related.items():
                self.by_related[model].append((source, affected))

    def __iter__(self) -> Any:
        return iter(self.by_kind.values())


@cache
def registry() -> Registry:
    """The sources of this site, in the order of their hooks."""
    return Registry(plugged("register_search_source"))


def containers_of(user: Any) -> tuple[str, ...]:
    """Every container that `user` may read now. Computed in SQL: joining or leaving a space holds on the next query."""
    tokens = {f"user:{user.pk}"}
    if user.is_agent:
        tokens.add("agents")
    tokens.update(f"org:{pk}" for pk in user.pool_organisation_ids)
    for source in registry():
        tokens.update(source.tokens(user))
    return tuple(sorted(tokens))
