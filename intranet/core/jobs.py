"""Background work: state rows plus idempotent sweeps.

A sweep looks at the rows and does what is left to do; running it twice changes nothing. The queue only nudges it, and
the clock runs it anyway, so nothing is lost when a worker is killed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from .models import SweepRun


@dataclass(frozen=True)
class Sweep:
    """A named piece of repeatable work and how often the clock runs it."""

    name: str
    run: Callable[[], object]
    every: timedelta


SWEEPS: dict[str, Sweep] = {}


def sweep(
    name: str, *, every: timedelta = timedelta(minutes=1)
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register the decorated function (no argument, idempotent) as the sweep `name` (`app.verb`), in the app's
    `tasks.py`.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        SWEEPS[name] = Sweep(name, function, every)
        return function

    return register


@task()
def run_sweep(name: str) -> None:
    """The one task of the queue: run the sweep `name`."""
    SWEEPS[name].run()


def nudge(name: str) -> None:
    """Ask for the sweep `name` soon. A row in the caller's transaction: it is undone with it."""
    run_sweep.enqueue(name)


def run_due() -> list[str]:
    """Nudge every sweep whose time has come, once however many workers ask, and return their names."""
    now = timezone.now()
    due = []
    for each in SWEEPS.values():
        SweepRun.objects.get_or_create(name=each.name)
        if SweepRun.objects.filter(name=each.name, nudged_at__lte=now - each.every).update(nudged_at=now):
            nudge(each.name)
            due.append(each.name)
    return due
