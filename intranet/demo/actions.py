"""Loading the demo: every app's acts, in the order of time, with the clock set to each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import time_machine
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail import hooks

from intranet.accounts.models import User
from intranet.core.jobs import SWEEPS
from intranet.core.plugs import Act
from intranet.notifications.constants import DeliveryStatus
from intranet.notifications.models import Delivery, Notification

from .story import Story

FORTNIGHT = timedelta(days=14)


def is_loaded() -> bool:
    """Whether somebody lives here already."""
    return bool(User.objects.exists())


def load_demo(progress: Callable[[int, int], object] = lambda done, total: None) -> int:
    """Play the story from its first day to today and return the number of acts. All of it, or nothing.

    No mail leaves; what is older than a fortnight is read; jobs are run once, at the end.
    """
    story = Story()
    acts: list[Act] = [act for acts in hooks.get_hooks("load_demo") for act in acts(story)]
    acts.sort(key=lambda act: (act.at, act.order))
    with transaction.atomic():
        for number, act in enumerate(acts, 1):
            with time_machine.travel(act.at, tick=False):
                act.run()
            if number % 50 == 0 or number == len(acts):
                progress(number, len(acts))
        _settle()
    for sweep in SWEEPS.values():
        sweep.run()
    return len(acts)


def _settle() -> None:
    now = timezone.now()
    Delivery.objects.update(status=DeliveryStatus.DROPPED)
    Notification.objects.filter(created_at__lt=now - FORTNIGHT, read_at=None).update(read_at=now)
    DBTaskResult.objects.all().delete()
