"""What is done with documents after the request."""

from datetime import timedelta

from intranet.core.jobs import sweep

from .actions import purge_bin, remove_infected

sweep("documents.purge_bin", every=timedelta(hours=6))(purge_bin)
sweep("documents.remove_infected", every=timedelta(minutes=1))(remove_infected)
