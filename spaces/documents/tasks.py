"""What is done with documents after the request."""

from datetime import timedelta

from intranet.core.jobs import sweep

from .actions import purge_bin

sweep("documents.purge_bin", every=timedelta(hours=6))(purge_bin)
