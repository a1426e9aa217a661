"""Mails of sign-in leave with the worker, as all others do."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from intranet.core.jobs import nudge
from intranet.notifications.actions import send_due

from ..models import Letter

# The links in one are over by then.
KEPT = timedelta(days=3)


def post_letter(*, email: str, subject: str, body: str) -> None:
    """Have this leave for `email` soon, after the request. Called by the adapter of allauth, which asked who may.

    Effects: a sealed row, until it has left.
    """
    letter = Letter(email=email)
    letter.seal(subject, body)
    with transaction.atomic():
        letter.save()
        nudge("accounts.post")


def send_letters() -> int:
    """Send those that wait; return how many left. Run by the worker, as `send_due` says. What has left is not kept."""
    Letter.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return send_due(Letter.objects.all(), send=_mail, sweep="accounts.post")


def _mail(letter: Letter) -> None:
    subject, body = letter.opened()
    send_mail(subject=subject, message=body, from_email=None, recipient_list=[letter.email])
    letter.delete()
