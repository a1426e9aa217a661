"""The only writer of the record."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils import timezone

from intranet.core.middleware import REQUEST_ID
from intranet.core.policies import require

from .models import Entry
from .policies import can_read_record

BATCH = 5_000
# The longest there is: nothing of the record goes a day early.
MONTH = timedelta(days=31)


def record(actor: Any, action: str, about: Model | None = None, *, organisation: Any = None, **details: Any) -> None:
    """Write that `actor` (a user, or None for the house itself) did `action` (`noun.verbed`) on `about`, in the
    caller's transaction.

    `organisation` is where it happened; without it, the actor's primary one. `details` must be JSON.
    """
    organisation = organisation or getattr(actor, "primary_organisation", None)
    Entry.objects.create(
        at=timezone.now(),
        actor_id=getattr(actor, "pk", None),
        actor_name=str(actor)[:200] if actor else "",
        organisation_id=getattr(organisation, "pk", None),
        organisation_name=str(organisation)[:200] if organisation else "",
        action=action,
        object_kind=about._meta.label_lower if about else "",
        object_id=str(about.pk) if about else "",
        object_name=str(about)[:300] if about else "",
        request_id=REQUEST_ID.get(),
        details=details,
    )


def tell_exported(*, reader: Any, asked: dict[str, str]) -> None:
    """Put on record that `reader`, who may read the record, takes a copy of what answers `asked`."""
    require(can_read_record(reader))
    record(reader, "audit.exported", asked=asked)


def purge_due() -> int:
    """Purge what is older than the months set; return how many. A day without anything old leaves no trace.

    Run by the worker each day, and by anyone again.
    """
    before = timezone.now() - settings.AUDIT_MONTHS * MONTH
    return purge(before=before) if Entry.objects.filter(at__lt=before).exists() else 0


def purge(*, before: datetime) -> int:
    """Remove what is older than `before`, and put that on record. The database refuses what is under six months old.

    For the house itself (`manage.py audit_purge`). A batch is a transaction: an interruption loses nothing.
    """
    removed = 0
    while ids := list(Entry.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:BATCH]):
        removed += Entry.objects.filter(pk__in=ids)._raw_delete(using="default")
    record(None, "audit.purged", before=before.isoformat(), removed=removed)
    return removed
