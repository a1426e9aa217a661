"""The only writer of the record."""

from typing import Any

from django.db.models import Model
from django.utils import timezone

from intranet.core.middleware import REQUEST_ID

from .models import Entry


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
