"""Telling people: a row under the bell, and a mail to send when the kind asks for one."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.mail import send_mail
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from intranet.core.jobs import nudge
from intranet.core.plugs import NotificationType, plugged
from intranet.live import publish

from .constants import DeliveryStatus
from .models import Delivery, Notification

FIRST_RETRY = timedelta(minutes=5)
MOST_ATTEMPTS = 8
MOST_A_RUN = 200
logger = logging.getLogger(__name__)


def kinds() -> dict[str, NotificationType]:
    """Every registered kind, by name."""
    return {kind.name: kind for kind in plugged("register_notification_type")}


def notify(kind: type[NotificationType], *, recipients: Iterable[Any], about: Model, actor: Any = None) -> None:
    """Tell `recipients` (users) that `kind` happened to `about`, in the caller's transaction.

    The actor is never told of what they did, nobody twice of the same thing, and nobody of what they may not see. A
    kind that happens `again` (a second review) is told anew: its row comes back unread, and is mailed once more.
    Effects: rows, a delivery each when the kind is mailed, a live hint to each recipient after commit.
    """
    rule = kinds()[kind.name]
    people = {person.pk: person for person in recipients if person.pk != getattr(actor, "pk", None)}
    told = rule.told_among([person for person in people.values() if person.is_active], about)
    if not told:
        return
    about_type = ContentType.objects.get_for_model(about)
    with transaction.atomic():
        now = timezone.now()
        before = Notification.objects.filter(
            kind=kind.name, about_type=about_type, about_id=about.pk, recipient__in=told
        )
        if rule.again:
            before.delete()
        already = set(before.values_list("recipient_id", flat=True))
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
    """Send the mails about notifications that wait; return how many left. Run by the worker, as `send_due` says.

    A mail whose subject is gone, or may no longer be seen by its reader, is dropped.
    """
    due = Delivery.objects.select_related("notification__recipient")
    return send_due(due, send=_tell, sweep="notifications.send")


class NothingToSay(Exception):
    """A mail that has no object any more."""


def send_due(
    due: QuerySet[Any], *, send: Callable[[Any], None], sweep: str, prepare: Callable[[Any], list[str]] | None = None
) -> int:
    """Send, one by one, the mails of `due` (rows of a `Posted` model) whose time has come; return how many left.

    For sweeps, which anyone may run again. `send` speaks to the mail server, outside of the transaction, which would
    keep every other writer waiting on SQLite; it raises NothingToSay for a mail without an object, which is dropped.
    `prepare` may change the row in the transaction that takes it, and returns the fields it changed. One that fails,
    whatever the reason, is tried again after 5, 10, 20… minutes, eight times, then stays as failed with its reason; the
    next ones leave all the same. A worker that is killed while it sends leaves a mail that is sent again. After two
    hundred, the rest waits for the next run of `sweep`.
    """
    sent = 0
    for _turn in range(MOST_A_RUN):
        row = _take(due, prepare)
        if row is None:
            return sent
        sent += _send(row, send)
    nudge(sweep)
    return sent


def _take(due: QuerySet[Any], prepare: Callable[[Any], list[str]] | None) -> Any:
    """The next one, for this run: nobody else tries it before its next attempt."""
    due = due.filter(status=DeliveryStatus.WAITING, next_attempt_at__lte=timezone.now())
    due = due.select_for_update(of=("self",), skip_locked=True) if connection.features.has_select_for_update else due
    with transaction.atomic():
        row = due.order_by("next_attempt_at", "pk").first()
        if row:
            row.attempts += 1
            row.next_attempt_at = timezone.now() + FIRST_RETRY * 2 ** (row.attempts - 1)
            row.save(update_fields=["attempts", "next_attempt_at", *(prepare(row) if prepare else ())])
    return row


def _send(row: Any, send: Callable[[Any], None]) -> bool:
    # Not one that was made to wait anew meanwhile.
    taken = type(row)._default_manager.filter(pk=row.pk, next_attempt_at=row.next_attempt_at)
    try:
        send(row)
    except NothingToSay:
        taken.update(status=DeliveryStatus.DROPPED)
        return False
    except Exception as failure:
        logger.warning("%s %s was not sent: %s", row._meta.label, row.pk, failure)
        status = DeliveryStatus.FAILED if row.attempts >= MOST_ATTEMPTS else DeliveryStatus.WAITING
        taken.update(status=status, last_error=str(failure)[:300])
        return False
    taken.update(status=DeliveryStatus.SENT, sent_at=timezone.now(), last_error="")
    return True


def _tell(row: Delivery) -> None:
    notification = row.notification
    kind = kinds().get(notification.kind)
    reader, about = notification.recipient, notification.about
    if not kind or not about or not reader.is_active or not kind.visible_to(reader, about):
        raise NothingToSay
    _mail(kind, notification)


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
