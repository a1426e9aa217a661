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

from .prepared import Kept, Reader, bound, stand_in


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
    kept = Kept()

    def compiled(reader: Reader, names: tuple[str, ...]) -> Ids | tuple[()]:
        try:
            return Ids(*rule(reader, *names).query.sql_with_params())
        except EmptyResultSet:
            return ()

    @wraps(rule)
    def ids(user: Any, *names: str) -> Ids | tuple[()]:
        if not user.is_authenticated or not user.is_active:
            return ()
        reader, values = (user, None) if isinstance(user, Reader) else stand_in(user)
        found = kept.get((reader.offset, reader.standing, names), lambda: compiled(reader, names))
        return Ids(found.sql, bound(found.params, values)) if found and values else found

    return ids
