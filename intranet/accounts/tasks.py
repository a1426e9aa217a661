"""Mails of sign-in and invitations that leave, memberships whose last day has come, accounts that nobody uses."""

from datetime import timedelta

from intranet.core.jobs import sweep

from . import actions

sweep("accounts.invite")(actions.send_invitations)
sweep("accounts.post")(actions.send_letters)
sweep("accounts.purge_invitations", every=timedelta(days=1))(actions.purge_invitations)
sweep("accounts.depart")(actions.settle_departures)
sweep("accounts.tell_idle")(actions.send_dormancies)
sweep("accounts.tend_idle", every=timedelta(days=1))(actions.tend_idle_accounts)
