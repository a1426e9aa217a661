"""Queries that are built and compiled once, then asked again with other values.

Building a queryset and compiling it costs Django five to ten times what the database needs to answer it, and a page
asks twenty of them. Their SQL depends on few things: how many organisations somebody belongs to, how many ids are
looked for. It is kept for each of these shapes; the values go in, and the rows are asked, each time.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import wraps
from typing import Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, QuerySet, prefetch_related_objects
from django.http import Http404
from django.utils import timezone

KEPT = 512


class Kept:
    """What was compiled today, for each shape of it. Yesterday's is let go: its SQL has yesterday's date."""

    def __init__(self) -> None:
        self._today: tuple[date | None, dict[Any, Any]] = (None, {})

    def get(self, shape: Any, make: Callable[[], Any]) -> Any:
        """What `make` made for this shape. Threads may make it twice; none empties what another reads."""
        today = timezone.localdate()
        day, made = self._today
        if day != today or len(made) >= KEPT:
            made = {}
            self._today = (today, made)
        if shape not in made:
            made[shape] = make()
        return made[shape]


class At(NamedTuple):
    """Where a parameter of kept SQL is found among the values of the day."""

    offset: int


class Slot(Expression):
    """A value that is given when the query is asked (`filter(space=slot)`); several, for an `__in` lookup."""

    def __init__(self, offset: int, size: int | None = None) -> None:
        super().__init__()
        self.offset, self.size = offset, size

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[At, ...]]:
        """One mark, or as many as there are values, in brackets."""
        if self.size is None:
            return "%s", (At(self.offset),)
        marks = ", ".join(["%s"] * self.size)
        return f"({marks})", tuple(At(self.offset + n) for n in range(self.size))

    def __eq__(self, other: object) -> bool:
        """Among expressions, and with "", as Django asks. A rule that compares would find a value equal to nothing."""
        if other != "" and not isinstance(other, Expression):
            raise TypeError("a prepared query has no values to compare while it is built")
        return super().__eq__(other)

    __hash__ = Expression.__hash__

    def __str__(self) -> str:
        """Not there either: what is written in a text is named (`module="events"`)."""
        raise TypeError("a prepared query has no values to write while it is built")


class Standing(NamedTuple):
    """What the SQL of a rule depends on in a person, beside the values in it."""

    is_active: bool
    is_superuser: bool
    organisations: int
    pool_organisations: int


class Reader(Slot):
    """Stands for whoever asks, where a query is built: the key of a person, and what rules read of one."""

    is_authenticated = True

    def __init__(self, offset: int, standing: Standing) -> None:
        super().__init__(offset)
        self.standing = standing
        self.is_active, self.is_superuser = standing.is_active, standing.is_superuser
        held, pooled = standing.organisations, standing.pool_organisations
        self.organisation_ids = Slot(offset + 1, held) if held else ()
        self.pool_organisation_ids = Slot(offset + 1 + held, pooled) if pooled else ()
        self.is_agent = self.is_active and pooled > 0

    @property
    def pk(self) -> Reader:
        """The key, as anything of Django's asks for it."""
        return self


def stand_in(user: Any, offset: int = 0) -> tuple[Reader, list[int]]:
    """Who stands for `user` where a query is built, and the values that go in for them."""
    held, pooled = user.organisation_ids, user.pool_organisation_ids
    standing = Standing(user.is_active, user.is_superuser, len(held), len(pooled))
    return Reader(offset, standing), [user.pk, *held, *pooled]


def bound(params: Iterable[Any], values: Sequence[Any]) -> tuple[Any, ...]:
    """`params` with the values of the day in their places."""
    return tuple(values[each.offset] if type(each) is At else each for each in params)


def prepared(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """The rows of `build(*arguments)`, whose SQL is kept: a person, ids, texts and moments are taken as values.

    What `build` is given stands for them, and goes into lookups as it is (`filter(author=reader, pk__in=ids)`); None is
    no value. What is named (`module="events"`) is itself, and has SQL of its own. The day may change the SQL, never the
    hour: a moment is an argument. Rows come with what `select_related` and `prefetch_related` say; the latter may not
    depend on the arguments.
    """
    kept = Kept()

    @wraps(build)
    def rows(*arguments: Any, **names: Any) -> list[Any]:
        stands, values = _laid_out(arguments)
        shape = (*map(_shape, stands), *names.items())
        query = kept.get(shape, lambda: _compiled(build(*stands, **names)))
        return query.rows(values) if query else []

    return rows


def one_or_404(rows: Iterable[Any]) -> Any:
    """The first of `rows`; Http404 when there is none, as for what does not exist."""
    for row in rows:
        return row
    raise Http404


def known(rows: list[Any], **things: Any) -> list[Any]:
    """`rows`, which all belong to what is already read: `known(threads, space=space)` costs no query a row."""
    for row in rows:
        for name, thing in things.items():
            setattr(row, name, thing)
    return rows


def _laid_out(arguments: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """What stands for each of `arguments`, and the values behind one another."""
    stands: list[Any] = []
    values: list[Any] = []
    for each in arguments:
        if isinstance(each, AnonymousUser):
            stands.append(each)
        elif hasattr(each, "organisation_ids"):
            reader, own = stand_in(each, len(values))
            stands.append(reader)
            values += own
        elif isinstance(each, (list, tuple, set, frozenset)):
            many = _padded(list(each))
            stands.append(Slot(len(values), len(many)) if many else ())
            values += many
        else:
            stands.append(Slot(len(values)))
            values.append(each)
    return stands, values


def _padded(values: list[Any]) -> list[Any]:
    """`values`, the last one repeated up to a power of two: few shapes for any number of them."""
    return values + values[-1:] * ((1 << (len(values) - 1).bit_length()) - len(values)) if values else values


def _shape(stands: Any) -> Any:
    if isinstance(stands, Reader):
        return stands.standing
    return stands.size if isinstance(stands, Slot) else type(stands)


def _compiled(queryset: QuerySet[Any, Any]) -> _Query | None:
    try:
        return _Query(queryset)
    except EmptyResultSet:
        return None


def _reads_arguments(lookup: Any) -> bool:
    inner = getattr(lookup, "queryset", None)
    try:
        return inner is not None and any(type(each) is At for each in inner.query.sql_with_params()[1])
    except EmptyResultSet:
        return False


class _Query:
    """One shape of a query, compiled."""

    def __init__(self, queryset: QuerySet[Any, Any]) -> None:
        self.queryset = queryset
        self.using = queryset.db
        self.compiler = queryset.query.get_compiler(using=self.using)
        self.sql, self.params = self.compiler.as_sql()
        columns = [each[0] for each in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)
        # That of the thread which came first would be held open after it.
        self.compiler.connection = None
        for lookup in queryset._prefetch_related_lookups:
            if _reads_arguments(lookup):
                raise TypeError(f"{lookup} is fetched by Django, which has no values for the arguments")

    def rows(self, values: Sequence[Any]) -> list[Any]:
        """What the database answers, as the queryset makes objects of it."""
        adapt = connections[self.using].ops.adapt_datetimefield_value
        values = [adapt(each) if isinstance(each, datetime) else each for each in values]
        try:
            found = list(self.queryset._iterable_class(_Asked(self, values)))
        except OverflowError:
            # SQLite, of a number in an address: no row has it.
            return []
        if found and self.queryset._prefetch_related_lookups:
            prefetch_related_objects(found, *self.queryset._prefetch_related_lookups)
        return found


class _Asked:
    """What Django's own iterables read of a queryset, when its SQL is ready."""

    def __init__(self, kept: _Query, values: Sequence[Any]) -> None:
        self.kept, self.values = kept, values
        self.db, self.model = kept.using, kept.queryset.model
        self.query = self
        self._known_related_objects = kept.queryset._known_related_objects

    def get_compiler(self, using: str) -> Any:
        """A compiler with nothing left to compile, on the connection of this thread."""
        kept = self.kept
        compiler = copy.copy(kept.compiler)
        compiler.connection = connections[using]
        params = bound(kept.params, self.values)
        compiler.as_sql = lambda *_args, **_options: (kept.sql, params)
        compiler.get_converters = lambda _columns: kept.converters
        return compiler
