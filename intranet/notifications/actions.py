"""Telling people: a row under the bell, and a mail to send when the kind asks for one."""

from collections.abc import Iterable
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone

from intranet.core.jobs import nudge
from intranet.core.plugs import NotificationType, plugged
from intranet.live import publish

from .models import Delivery, DeliveryStatus, Notification

FIRST_RETRY = timedelta(minutes=5)
MOST_ATTEMPTS = 8


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


def send_waiting() -> int:
    """Send the mails that wait, a row at a time; return how many left. Run by the worker, and by anyone again.

    A mail whose subject is gone, or may no longer be seen by its reader, is dropped. One that fails is tried again
    after 5, 10, 20… minutes, eight times, then stays as failed with its reason.
    """
    sent = 0
    while (pk := _next_waiting()) is not None:
        sent += _send(pk)
    return sent


def _next_waiting() -> int | None:
    due = Delivery.objects.filter(status=DeliveryStatus.WAITING, next_attempt_at__lte=timezone.now())
    return due.order_by("next_attempt_at").values_list("pk", flat=True).first()


def _send(pk: int) -> bool:
    with transaction.atomic():
        rows = Delivery.objects.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        row = rows.filter(pk=pk, status=DeliveryStatus.WAITING).select_related("notification__recipient").first()
        if not row:
            return False
        notification = row.notification
        kind = kinds().get(notification.kind)
        reader, about = notification.recipient, notification.about
        if not kind or not about or not reader.is_active or not kind.visible_to(reader, about):
            row.status = DeliveryStatus.DROPPED
            row.save(update_fields=["status"])
            return False
        row.attempts += 1
        try:
            _mail(kind, notification)
        except (OSError, SMTPException) as failure:
            _try_later(row, failure)
            return False
        row.status, row.sent_at, row.last_error = DeliveryStatus.SENT, timezone.now(), ""
        row.save()
    return True


def _try_later(row: Delivery, failure: Exception) -> None:
    row.last_error = str(failure)[:300]
    row.next_attempt_at = timezone.now() + FIRST_RETRY * 2 ** (row.attempts - 1)
    if row.attempts >= MOST_ATTEMPTS:
        row.status = DeliveryStatus.FAILED
    row.save()


def _mail(kind: NotificationType, notification: Notification) -> None:
    about = notification.about
    text = kind.text(notification.actor, about)
    context = {
        "text": text,
        "excerpt": kind.excerpt(about),
        "url": settings.SITE_URL + kind.url(about),
        "reader": notification.recipient,
    }
    send_mail(
        subject=f"[Parvis] {' '.join(text.split())}",
        message=render_to_string(kind.mail_template, context),
        from_email=None,
        recipient_list=[notification.recipient.email],
    )
