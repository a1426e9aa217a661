"""Mails of invitations that leave: each one that waits, once."""

from intranet.core.jobs import sweep

from . import actions

sweep("spaces.send_invitations")(actions.send_invitations)
