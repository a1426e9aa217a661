"""The record is purged by the clock."""

from datetime import timedelta

from intranet.core.jobs import sweep

from . import actions

sweep("audit.purge", every=timedelta(days=1))(actions.purge_due)
