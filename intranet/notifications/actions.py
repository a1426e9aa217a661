"""Telling people: a row under the bell, and a mail to send when the kind asks for one."""

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from intranet.core.jobs import nudge
from intranet.core.plugs import NotificationType, plugged
from intranet.live import publish

from .models import Delivery, Notification


def kinds() -> dict[str, NotificationType]:
    """Every registered kind, by name."""
    return {kind.name: kind for kind in plugged("register_notification_type")}


def notify(kind: type[NotificationType], *, recipients: Iterable[Any], about: Model, actor: Any = None) -> None:
    """Tell `recipients` (users) that `kind` happened to `about`, in the caller's transaction.

    The actor is never told of what they did, nobody twice of the same thing, and nobody of what they may not see.
    Effects: rows, a delivery each when the kind is mailed, a live hint to each recipient after commit.
    """
    rule = kinds()[kind.name]
    people = {person.pk: person for person in recipients if person.pk != getattr(actor, "pk", None)}
    told = [person for person in people.values() if person.is_active and rule.visible_to(person, about)]
    if not told:
        return
    about_type = ContentType.objects.get_for_model(about)
    with transaction.atomic():
        already = set(
            Notification.objects.filter(
                kind=kind.name, about_type=about_type, about_id=about.pk, recipient__in=told
            ).values_list("recipient_id", flat=True)
        )
        now = timezone.now()
        rows = [
            Notification(
                recipient=person, kind=kind.name, actor=actor, about_type=about_type, about_id=about.pk, created_at=now
            )
            for person in told
            if person.pk not in already
        ]
        Notification.objects.bulk_create(rows)
        if rule.mail and rows:
            Delivery.objects.bulk_create([Delivery(notification=row, next_attempt_at=now) for row in rows])
            nudge("notifications.send")
        for row in rows:
            publish.hint(f"user:{row.recipient_id}", kind="notification.posted", id=row.pk)


def mark_read(*, user: Any, ids: Iterable[int] | None = None) -> int:
    """Mark `user`'s notifications as read (those of `ids`, or all) and return how many were not. Own rows only."""
    rows = Notification.objects.filter(recipient=user, read_at__isnull=True)
    if ids is not None:
        rows = rows.filter(pk__in=list(ids))
    with transaction.atomic():
        count = rows.update(read_at=timezone.now())
        if count:
            publish.hint(f"user:{user.pk}", kind="read.changed", id=None)
    return count
