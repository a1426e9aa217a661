"""Asking to enter a space, and the leads' answer."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.notifications.actions import notify

from ..constants import SpaceRole
from ..models import JoinRequest, SpacePage
from ..notification_types import JoinAnswered, JoinAsked
from ..policies import can_ask_to_join_space, can_lead_space
from .members import admit


def ask_to_join(*, user: User, space: SpacePage, message: str = "") -> JoinRequest:
    """Ask the leads of a space on request. Effects: audit, the leads are told. Twice is once."""
    require(can_ask_to_join_space(user, space))
    with transaction.atomic():
        request, created = JoinRequest.objects.get_or_create(
            space=space, user=user, answered_at=None, defaults={"message": message}
        )
        if created:
            audit.record(user, "space.join_asked", space)
            notify(JoinAsked, recipients=space.leads, about=request, actor=user)
    return request


def answer_join_request(*, lead: User, request: JoinRequest, accept: bool, word: str = "") -> None:
    """Accept or refuse, with a word for who asked. An answered request stays so.

    Effects: a membership when accepted, audit; who asked is told, and reads the word. Raises PermissionDenied, or
    ValidationError when who is to be accepted is no agent any more: their account closed, or they left the pool.
    """
    require(can_lead_space(lead, request.space))
    with transaction.atomic():
        request = JoinRequest.objects.select_for_update(of=("self",)).select_related("space", "user").get(pk=request.pk)
        if request.answered_at:
            return
        if accept and not request.user.is_agent:
            raise ValidationError(
                _("%(name)s n’est plus agent de la mutualisation : cette demande ne peut plus être acceptée.")
                % {"name": request.user}
            )
        request.answered_at, request.answered_by, request.accepted = timezone.now(), lead, accept
        request.answer = word.strip()
        request.save()
        if accept:
            admit(space=request.space, user=request.user, role=SpaceRole.MEMBER)
        audit.record(
            lead, "space.join_accepted" if accept else "space.join_refused", request.space, who=str(request.user)
        )
        notify(JoinAnswered, recipients=[request.user], about=request, actor=lead)
