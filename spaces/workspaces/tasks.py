"""Mails of invitations that leave, each one that waits once; invitations that were over long ago."""

from datetime import timedelta

from intranet.core.jobs import sweep

from . import actions

sweep("spaces.send_invitations")(actions.send_invitations)
sweep("spaces.purge_invitations", every=timedelta(days=1))(actions.purge_invitations)
