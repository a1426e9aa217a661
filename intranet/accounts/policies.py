"""What a person may do with others' memberships."""

from __future__ import annotations

from typing import Any

from intranet.organisations.policies import can_manage_agents

from .constants import Nearness
from .models import AttachmentRequest, Dormancy, Invitation, Membership, Move, User


def can_view_person(user: Any, person: User) -> bool:
    """See a person's page (`visible_to`)."""
    return bool(User.objects.visible_to(user).filter(pk=person.pk).exists())


def nearness_of(user: Any, person: User) -> Nearness:
    """How near `user` is to `person`: what they see of a profile (the queryset's `near`)."""
    if not user.is_authenticated:
        return Nearness.NOBODY
    if user.pk == person.pk:
        return Nearness.COLLEAGUE
    is_met = User.objects.met_by(user).filter(pk=person.pk).exists()
    if not is_met and not (user.is_agent and person.is_agent):
        return Nearness.NOBODY
    if {each.organisation_id for each in user.active_memberships} & {
        each.organisation_id for each in person.active_memberships
    }:
        return Nearness.COLLEAGUE
    return Nearness.MET if is_met else Nearness.AGENT


def can_see_field(user: Any, person: User, field: str) -> bool:
    """See a field of a person's profile (one of `LEVELLED`): who sees the person, and is as near as its level asks."""
    return person.card(nearness_of(user, person)).shows(field)


def can_manage_invitation(user: Any, invitation: Invitation) -> bool:
    """Send it again or take it back (`visible_to`)."""
    return can_manage_agents(user, invitation.organisation)


def can_accept_invitation(user: Any, invitation: Invitation) -> bool:
    """Accept it: while it is open, who has its address and has proved it."""
    if not user.is_authenticated or not user.is_active or not invitation.is_open:
        return False
    return invitation.email == user.email or bool(
        user.emailaddress_set.filter(email=invitation.email, verified=True).exists()
    )


def can_ask_attachment(user: Any) -> bool:
    """Ask an organisation to be one of its agents: who is nobody's agent yet."""
    return bool(user.is_authenticated and user.is_active and not user.is_agent)


def can_view_attachment(user: Any, request: AttachmentRequest) -> bool:
    """Know of a request (`visible_to`): who made it, who may answer."""
    return bool(user.is_authenticated) and (request.user_id == user.pk or can_manage_agents(user, request.organisation))


def can_answer_attachment(user: Any, request: AttachmentRequest) -> bool:
    """Accept or refuse: who manages that organisation's agents; never one's own request."""
    return request.user_id != user.pk and can_manage_agents(user, request.organisation)


def can_manage_membership(user: Any, membership: Membership) -> bool:
    """Change its role, end it, hand over what its person leads: who manages that organisation's agents, for others than
    themselves. So no referent raises themselves, and nobody is left outside by their own hand.
    """
    return membership.user_id != user.pk and can_manage_agents(user, membership.organisation)


def can_view_move(user: Any, move: Move) -> bool:
    """Know of a move (`visible_to`): both organisations."""
    return can_manage_agents(user, move.destination) or can_manage_agents(user, move.membership.organisation)


def can_answer_move(user: Any, move: Move) -> bool:
    """Accept or refuse who comes: the organisation of arrival; never one's own move."""
    return move.membership.user_id != user.pk and can_manage_agents(user, move.destination)


def can_withdraw_move(user: Any, move: Move) -> bool:
    """Take back what was proposed: the organisation of departure."""
    return can_manage_membership(user, move.membership)


def can_view_dormancy(user: Any, dormancy: Dormancy) -> bool:
    """Know that an account is not used, or closed for that (`visible_to`): who manages the agents of their place."""
    return any(can_manage_agents(user, organisation) for organisation in dormancy.user.organisations)


def can_reopen_account(user: Any, dormancy: Dormancy) -> bool:
    """Open again an account that closed because nobody used it: who may know of it."""
    closed = dormancy.closed_at is not None and not dormancy.user.is_active
    return closed and can_view_dormancy(user, dormancy)
