"""The sweep that keeps an engine outside the database up to date."""

from datetime import timedelta

from intranet.core.jobs import sweep

from .sync import sync

sweep("search.sync", every=timedelta(minutes=1))(sync)
