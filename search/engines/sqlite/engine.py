"""The embedded engine, as the rest of search sees it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from ...asked import Unit
from ...edits import within
from ...shapes import Answer, Indexed, Question
from . import matching, reading, schema, writing


class SqliteEngine:
    """FTS5, through one database connection: the site's own, so that it is written in the caller's transaction."""

    name = "sqlite"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection

    def search(self, question: Question) -> Answer:
        if not question.asked or not question.containers:
            return Answer(0, [])
        statement, parameters = reading.statement(question)
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return reading.answer(cursor.fetchall(), question)

    def known(self, units: Sequence[Unit], containers: Sequence[str]) -> list[bool]:
        queries = [matching.any_of(schema.STEMS, map(matching.term, unit.stems)) for unit in units]
        return [bool(found) for found in self._each(reading.KNOWN, queries, containers)]

    def frequencies(self, words: Sequence[str], containers: Sequence[str]) -> list[int]:
        queries = [matching.any_of(schema.EXACTS, [matching.term(word)]) for word in words]
        return self._each(reading.FREQUENCY, queries, containers)

    def _each(self, select: str, queries: Sequence[str], containers: Sequence[str]) -> list[int]:
        if not queries or not containers:
            return [0] * len(queries)
        statement, parameters = reading.each(select, queries, containers)
        with self.connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return [number for _, number in sorted(cursor.fetchall())]

    def proposals(self, word: str, distance: int) -> list[str]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT word FROM search_fts_word WHERE word >= %s AND word < %s AND length(word) BETWEEN %s AND %s",
                [word[0], chr(ord(word[0]) + 1), len(word) - distance, len(word) + distance],
            )
            return [known for (known,) in cursor.fetchall() if within(word, known, distance) is not None]

    def index(self, batch: Sequence[Indexed]) -> set[str]:
        with self.connection.cursor() as cursor, self._at_once(cursor):
            for document in batch:
                writing.write(cursor, document)
        return set()

    @contextmanager
    def _at_once(self, cursor: Any) -> Iterator[None]:
        """In the caller's transaction, or in one of its own: FTS5 would write and merge after each statement."""
        if self.connection.in_atomic_block:
            yield
            return
        cursor.execute("BEGIN")
        try:
            yield
        except BaseException:
            cursor.execute("ROLLBACK")
            raise
        cursor.execute("COMMIT")

    @contextmanager
    def rebuilding(self) -> Iterator[SqliteRebuild]:
        """Entry by entry, so that no long transaction holds the database; what is not met on the way is gone at
        the end.
        """
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM search_fts_word")
            cursor.execute("SELECT id, key FROM search_fts_entry")
            before = {key: number for number, key in cursor.fetchall()}
            rebuild = SqliteRebuild(self)
            yield rebuild
            for key in before.keys() - rebuild.seen:
                writing.purge(cursor, before[key])

    def stored(self) -> Iterator[tuple[str, int]]:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT key, version FROM search_fts_entry WHERE NOT deleted ORDER BY key")
            yield from cursor.fetchall()

    def refresh(self) -> None:
        """What is written is found at once."""

    def create(self) -> None:
        schema.create(self.connection)

    def remove(self) -> None:
        schema.drop(self.connection)


class SqliteRebuild:
    """Remembers which entries were met."""

    def __init__(self, engine: SqliteEngine) -> None:
        self.engine = engine
        self.seen: set[str] = set()

    def add(self, batch: Sequence[Indexed]) -> set[str]:
        self.seen.update(document.key for document in batch)
        return self.engine.index(batch)
