"""Rules of access, compiled once.

A rule is a sub-select of ids that a page asks several times, in several queries. Its SQL is kept for each standing
(`prepared.Standing`), what is particular to a person goes in as values, and its rows are asked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Expression, IntegerField, QuerySet
from django.utils import timezone

from .prepared import KEPT, Reader, bound, stand_in


class Ids(Expression):
    """A sub-select of ids that is already SQL: `filter(space__in=Ids(…))`. It names no column of what is around it."""

    def __init__(self, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__(output_field=IntegerField())
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """In brackets, as `IN` and `=` take it."""
        return f"({self.sql})", self.params


def compiled_once(rule: Callable[..., QuerySet[Any, Any]]) -> Callable[..., Ids | tuple[()]]:
    """`rule(user, *names)` gives a queryset of ids; of the person it reads what `prepared.Reader` has, no more.

    What comes back goes to an `__in` lookup; it is empty for who is not signed in, or may not enter any more. It may
    be asked for a `Reader` too: by a rule, or by a query that is `prepared`.
    """
    kept: dict[tuple[Any, ...], Ids | tuple[()]] = {}

    @wraps(rule)
    def ids(user: Any, *names: str) -> Ids | tuple[()]:
        if not user.is_authenticated or not user.is_active:
            return ()
        reader, values = (user, None) if isinstance(user, Reader) else stand_in(user)
        key = (timezone.localdate(), reader.offset, reader.standing, names)
        found = kept.get(key)
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            try:
                found = Ids(*rule(reader, *names).query.sql_with_params())
            except EmptyResultSet:
                found = ()
            kept[key] = found
        return Ids(found.sql, bound(found.params, values)) if found and values else found

    return ids
