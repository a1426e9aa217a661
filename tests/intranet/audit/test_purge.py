"""What leaves the record, and what nobody can take out of it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.core.jobs import SWEEPS

pytestmark = pytest.mark.django_db


def put(days, action="space.created"):
    return Entry.objects.create(at=timezone.now() - timedelta(days=days), action=action)


def test_nobody_removes_a_row(db):
    put(0)
    put(150)
    for row in Entry.objects.all():
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            row.delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()
    assert Entry.objects.count() >= 2


def test_nobody_empties_the_table(db):
    if connection.vendor != "postgresql":
        # SQLite has no word to empty a table but DELETE, which the test above refuses.
        with connection.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("TRUNCATE audit_entry")
        return
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_entry")


def test_the_purge_takes_what_is_older_than_the_months_set_and_says_so(settings):
    settings.AUDIT_MONTHS = 12
    old, kept = put(800), put(300)
    said = StringIO()
    call_command("audit_purge", stdout=said)
    assert not Entry.objects.filter(pk=old.pk).exists()
    assert Entry.objects.filter(pk=kept.pk).exists()
    assert Entry.objects.get(action="audit.purged").details["removed"] == 1
    assert said.getvalue().startswith("1 removed")


def test_three_years_are_kept_unless_said_otherwise(settings):
    old, kept = put(1150), put(1000)
    call_command("audit_purge", stdout=StringIO())
    assert [Entry.objects.filter(pk=each.pk).exists() for each in (old, kept)] == [False, True]


def test_the_purge_cannot_take_what_is_recent(settings):
    settings.AUDIT_MONTHS = 1
    put(60)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        call_command("audit_purge", stdout=StringIO())


def test_the_clock_purges_and_a_day_without_anything_old_leaves_no_trace(settings):
    settings.AUDIT_MONTHS = 12
    assert "audit.purge" in SWEEPS
    kept = put(300)
    assert SWEEPS["audit.purge"].run() == 0
    assert not Entry.objects.filter(action="audit.purged").exists()
    put(800)
    assert SWEEPS["audit.purge"].run() == 1
    assert Entry.objects.filter(pk=kept.pk).exists()
    assert Entry.objects.filter(action="audit.purged").count() == 1
