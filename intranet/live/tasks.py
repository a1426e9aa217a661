"""The sweep that keeps the table of events short."""

from datetime import timedelta

from intranet.core.jobs import sweep

from .actions import prune_events

sweep("live.prune", every=timedelta(hours=6))(prune_events)
