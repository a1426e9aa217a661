"""What people do with spaces, one noun a module."""

from .invitations import (
    accept_invitation,
    decline_invitation,
    invite,
    open_guest_account,
    purge_invitations,
    resend_invitation,
    revoke_invitation,
    send_invitations,
)
from .life import archive_space, bin_space, delete_space, is_empty, reopen_space, restore_space
from .members import change_member, follow_space, hand_over, join_space, leave_space, remove_member, take_lead
from .pins import move_pin, pin, unpin
from .requests import answer_join_request, ask_to_join
from .spaces import create_space, edit_space, mark_template
from .succession import outlive_leads, pass_on_spaces

__all__ = [
    "accept_invitation",
    "answer_join_request",
    "archive_space",
    "ask_to_join",
    "bin_space",
    "change_member",
    "create_space",
    "decline_invitation",
    "delete_space",
    "edit_space",
    "follow_space",
    "hand_over",
    "invite",
    "is_empty",
    "join_space",
    "leave_space",
    "mark_template",
    "move_pin",
    "open_guest_account",
    "outlive_leads",
    "pass_on_spaces",
    "pin",
    "purge_invitations",
    "remove_member",
    "reopen_space",
    "resend_invitation",
    "restore_space",
    "revoke_invitation",
    "send_invitations",
    "take_lead",
    "unpin",
]
