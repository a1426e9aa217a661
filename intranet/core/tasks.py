"""The queue's own housekeeping."""

from datetime import timedelta

from django.core.management import call_command

from .jobs import sweep
from .worker import prune_finished, requeue_abandoned

sweep("core.requeue_jobs", every=timedelta(minutes=1))(requeue_abandoned)
sweep("core.prune_jobs", every=timedelta(days=1))(prune_finished)


@sweep("core.clear_sessions", every=timedelta(days=1))
def clear_sessions() -> None:
    """Forget the sessions that have ended: Django's own command, safe to run twice."""
    call_command("clearsessions")
