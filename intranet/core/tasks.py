"""The queue's own housekeeping."""

from datetime import timedelta

from .jobs import sweep
from .worker import prune_finished, requeue_abandoned

sweep("core.requeue_jobs", every=timedelta(minutes=1))(requeue_abandoned)
sweep("core.prune_jobs", every=timedelta(days=1))(prune_finished)
