"""How a stream gives out its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connections, models, transaction

if TYPE_CHECKING:
    from .models import Stream  # noqa: F401


class StreamQuerySet(models.QuerySet["Stream"]):
    """Streams come into being when something first happens on them."""

    def take_seq(self, name: str) -> int:
        """The next number of the stream `name`, taken under its row's lock inside the caller's transaction.

        The lock is held until that transaction ends, so numbers are dense and their order is the order of commit.
        A number taken must become an event in the same transaction.
        """
        connection = connections[self.db]
        if not connection.in_atomic_block:
            raise transaction.TransactionManagementError(
                "A stream's number is taken inside the transaction that uses it."
            )
        taken = self._advance(connection, name)
        if taken is None:
            # ON CONFLICT DO NOTHING waits for a rival that creates it too.
            self.bulk_create([self.model(name=name)], ignore_conflicts=True)
            taken = self._advance(connection, name)
        return taken

    def hold(self, name: str) -> None:
        """Take the lock of the stream `name` in the caller's transaction, before any other row of what it tells of."""
        self.bulk_create([self.model(name=name)], ignore_conflicts=True)
        self.select_for_update().get(name=name)

    def _advance(self, connection, name: str) -> int | None:
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            # The ORM has no RETURNING for an update.
            cursor.execute(
                f"UPDATE {table} SET last_seq = last_seq + 1 WHERE name = %s RETURNING last_seq",  # noqa: S608
                [name],
            )
            rows = cursor.fetchall()
        return rows[0][0] if rows else None
