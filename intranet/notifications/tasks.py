"""Mails that leave: each waiting delivery, once."""

from intranet.core.jobs import sweep

from . import actions

sweep("notifications.send")(actions.send_waiting)
