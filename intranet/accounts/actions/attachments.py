"""Belonging without an invitation: by the domain of one's address, or by asking."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.notifications.actions import notify
from intranet.organisations.models import MailDomain, Organisation

from ..constants import EDITORS_GROUP, MOST_REQUESTS_A_DAY
from ..models import AttachmentRequest, Invitation, Membership, User
from ..notification_types import AttachmentAnswered, AttachmentAsked
from ..policies import can_answer_attachment, can_ask_attachment
from .invitations import accept_invitation
from .memberships import welcome


def place_newcomer(*, address: EmailAddress) -> Membership | None:
    """Attach whoever has just proved `address`: by the invitation that waits for it, else by its verified domain.

    A domain attaches those who never belonged anywhere: it does not bring back who left. None: they stay pending.
    Effects: as `accept_invitation` or `welcome`.
    """
    with transaction.atomic():
        user = User.objects.select_for_update(no_key=True).get(pk=address.user_id)
        email = address.email.lower()
        invitation = next((each for each in Invitation.objects.waiting().filter(email=email) if each.is_open), None)
        if invitation:
            return accept_invitation(user=user, invitation=invitation)
        domain = email.rpartition("@")[2]
        owned = (
            MailDomain.objects.filter(domain=domain, verified_at__isnull=False).select_related("organisation").first()
        )
        if not owned or user.memberships.exists():
            return None
        return welcome(by=None, user=user, organisation=owned.organisation, actor=user)


def ask_attachment(*, user: User, organisation: Organisation, message: str = "") -> AttachmentRequest:
    """Ask `organisation` to be one of its agents. Who had asked another one asks this one instead.

    Effects: audit, its referents are told (the editors, while it has none). Raises PermissionDenied when one is an
    agent already, ValidationError for an organisation that is not of the pool, or after too many requests in a day:
    the last one stays.
    """
    require(can_ask_attachment(user))
    if not organisation.in_pool:
        raise ValidationError(_("Cette collectivité n’est pas de la mutualisation."))
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        waiting: AttachmentRequest | None = AttachmentRequest.objects.waiting().filter(user=user).first()
        if waiting and waiting.organisation_id == organisation.pk:
            return waiting
        today = AttachmentRequest.objects.filter(user=user, created_at__gt=timezone.now() - timedelta(days=1))
        if today.count() >= MOST_REQUESTS_A_DAY:
            raise ValidationError(_("Vous avez fait beaucoup de demandes aujourd’hui : la dernière tient toujours."))
        if waiting:
            waiting.answered_at = timezone.now()
            waiting.save(update_fields=["answered_at"])
        asked = AttachmentRequest.objects.create(user=user, organisation=organisation, message=message)
        audit.record(user, "attachment.asked", asked, organisation=organisation)
        readers = User.objects.referents_of(organisation)
        if not readers.exists():
            readers = User.objects.filter(groups__in=Group.objects.filter(name=EDITORS_GROUP), is_active=True)
        notify(AttachmentAsked, recipients=readers, about=asked, actor=user)
    return asked


def answer_attachment(*, by: User, request: AttachmentRequest, accept: bool, word: str = "") -> None:
    """Accept or refuse a pending person, with a word. Answered once: what was answered stays so.

    Effects: a membership when accepted; audit; the person is told, by mail too. Raises ValidationError when the account
    of who is to be accepted has closed in the meantime.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=request.user_id)
        row = AttachmentRequest.objects.select_for_update(of=("self",)).select_related("organisation", "user")
        asked = row.get(pk=request.pk)
        require(can_answer_attachment(by, asked))
        if asked.answered_at:
            return
        if accept and not asked.user.is_active:
            raise ValidationError(
                _("Le compte de %(name)s est fermé : sa demande ne peut plus être acceptée.") % {"name": asked.user}
            )
        asked.answered_at, asked.answered_by = timezone.now(), by
        asked.accepted, asked.answer = accept, word
        asked.save()
        action = "attachment.accepted" if accept else "attachment.refused"
        audit.record(by, action, asked, organisation=asked.organisation, who=str(asked.user))
        if accept:
            welcome(by=by, user=asked.user, organisation=asked.organisation, actor=by)
        notify(AttachmentAnswered, recipients=[asked.user], about=asked, actor=by)
