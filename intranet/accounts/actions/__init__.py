"""What is done with accounts, one noun a module."""

from .attachments import answer_attachment, ask_attachment, place_newcomer
from .departures import cancel_departure, change_role, end_membership, settle_departures
from .dormancies import forget_warning, reopen_account, send_dormancies, tend_idle_accounts
from .invitations import (
    Invited,
    accept_invitation,
    has_used,
    invite,
    join_by_invitation,
    open_invitation,
    purge_invitations,
    resend_invitation,
    revoke_invitation,
    send_invitations,
)
from .letters import post_letter, send_letters
from .memberships import attach, welcome
from .moves import answer_move, propose_move, withdraw_move
from .opening import open_account
from .people import StaleProfile, close_account, edit_profile, tell_deleted
from .sessions import (
    tell_password_changed,
    tell_refused,
    tell_role_changed,
    tell_signed_in,
    tell_signed_out,
    tell_signed_up,
)
from .stewardship import hand_over, kept_by, tell_out_of_pool

__all__ = [
    "Invited",
    "StaleProfile",
    "accept_invitation",
    "answer_attachment",
    "answer_move",
    "ask_attachment",
    "attach",
    "cancel_departure",
    "change_role",
    "close_account",
    "edit_profile",
    "end_membership",
    "forget_warning",
    "hand_over",
    "has_used",
    "invite",
    "join_by_invitation",
    "kept_by",
    "open_account",
    "open_invitation",
    "place_newcomer",
    "post_letter",
    "propose_move",
    "purge_invitations",
    "reopen_account",
    "resend_invitation",
    "revoke_invitation",
    "send_dormancies",
    "send_invitations",
    "send_letters",
    "settle_departures",
    "tell_deleted",
    "tell_out_of_pool",
    "tell_password_changed",
    "tell_refused",
    "tell_role_changed",
    "tell_signed_in",
    "tell_signed_out",
    "tell_signed_up",
    "tend_idle_accounts",
    "welcome",
    "withdraw_move",
]
