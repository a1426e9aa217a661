"""Rules of access, compiled once.

Building and compiling the sub-select of a rule costs Django ten times what the database needs to answer it, and a page
asks several times. The SQL depends only on the person's standing: it is kept, and its rows are asked anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Expression, IntegerField, QuerySet

KEPT = 4096


class Ids(Expression):
    """A sub-select of ids that is already SQL: `filter(space__in=Ids(…))`. It names no column of what is around it."""

    def __init__(self, sql: str, params: tuple[Any, ...]) -> None:
        super().__init__(output_field=IntegerField())
        self.sql, self.params = sql, params

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """In brackets, as `IN` and `=` take it."""
        return f"({self.sql})", self.params


def compiled_once(rule: Callable[..., QuerySet[Any, Any]]) -> Callable[..., Ids | tuple[()]]:
    """`rule(user, *names)` gives a queryset of ids that depends on `user.standing` and `names`, on nothing else.

    What comes back goes to an `__in` lookup; it is empty for who is not signed in, or may not enter any more.
    """
    kept: dict[tuple[Any, ...], Ids | tuple[()]] = {}

    @wraps(rule)
    def ids(user: Any, *names: str) -> Ids | tuple[()]:
        if not user.is_authenticated or not user.is_active:
            return ()
        key = (user.standing, names)
        found = kept.get(key)
        if found is None:
            if len(kept) >= KEPT:
                kept.clear()
            try:
                found = Ids(*rule(user, *names).query.sql_with_params())
            except EmptyResultSet:
                found = ()
            kept[key] = found
        return found

    return ids
