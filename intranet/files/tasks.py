"""What is done with files after the request."""

from datetime import timedelta

from intranet.core.jobs import sweep

from .actions import prune_orphans, read_waiting_texts, scan_waiting_files

sweep("files.extract", every=timedelta(minutes=5))(read_waiting_texts)
sweep("files.prune", every=timedelta(days=1))(prune_orphans)
sweep("files.scan", every=timedelta(minutes=1))(scan_waiting_files)
