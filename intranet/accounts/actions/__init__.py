"""What is done with accounts, one noun a module."""

from .attachments import answer_attachment, ask_attachment, place_newcomer
from .departures import cancel_departure, change_role, end_membership, settle_departures
from .invitations import (
    Invited,
    accept_invitation,
    has_used,
    invite,
    join_by_invitation,
    open_invitation,
    resend_invitation,
    revoke_invitation,
    send_invitations,
)
from .memberships import attach, welcome
from .moves import answer_move, propose_move, withdraw_move
from .people import close_account, edit_profile
from .sessions import tell_password_changed, tell_refused, tell_signed_in, tell_signed_out, tell_signed_up
from .stewardship import hand_over, kept_by

__all__ = [
    "Invited",
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
    "hand_over",
    "has_used",
    "invite",
    "join_by_invitation",
    "kept_by",
    "open_invitation",
    "place_newcomer",
    "propose_move",
    "resend_invitation",
    "revoke_invitation",
    "send_invitations",
    "settle_departures",
    "tell_password_changed",
    "tell_refused",
    "tell_signed_in",
    "tell_signed_out",
    "tell_signed_up",
    "welcome",
    "withdraw_move",
]
