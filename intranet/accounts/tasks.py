"""Invitations that leave, memberships whose last day has come."""

from intranet.core.jobs import sweep

from . import actions

sweep("accounts.invite")(actions.send_invitations)
sweep("accounts.depart")(actions.settle_departures)
