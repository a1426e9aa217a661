"""Inviting agents by mail, and coming in by the mailed link."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.dates import MONTH
from intranet.core.jobs import nudge
from intranet.core.policies import require
from intranet.notifications.actions import send_due
from intranet.organisations.models import Organisation
from intranet.organisations.policies import can_manage_agents

from ..constants import MOST_INVITATIONS_A_DAY
from ..models import Invitation, Membership, User
from ..policies import can_accept_invitation, can_manage_invitation
from .memberships import welcome
from .opening import open_account


@dataclass(frozen=True)
class Invited:
    """Somebody to invite."""

    email: str
    first_name: str = ""
    last_name: str = ""
    job_title: str = ""


def invite(*, by: User, organisation: Organisation, people: Iterable[Invited]) -> list[Invitation]:
    """Invite each of `people` to be an agent of `organisation` and return the invitations made.

    Who is its agent already, or invited already, is left out; an invitation that has expired is sent anew.
    Effects: rows, audit, the mails leave with the worker. Raises PermissionDenied when `by` does not manage its agents,
    ValidationError when they invited too many people in a day: nobody of the list is, then.
    """
    require(can_manage_agents(by, organisation))
    made = []
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        asked = {person.email.lower(): person for person in people}
        waiting = {
            each.email: each for each in Invitation.objects.waiting().filter(organisation=organisation, email__in=asked)
        }
        agents = set(User.objects.of(organisation).filter(email__in=asked).values_list("email", flat=True))
        for email, person in asked.items():
            known = waiting.get(email)
            if email in agents or (known and known.is_open):
                continue
            invitation = known or Invitation(organisation=organisation, email=email)
            invitation.first_name, invitation.last_name = person.first_name, person.last_name
            invitation.job_title, invitation.invited_by = person.job_title, by
            _prepare(invitation)
            audit.record(by, "invitation.sent", invitation, organisation=organisation)
            made.append(invitation)
        today = Invitation.objects.filter(invited_by=by, created_at__gt=timezone.now() - timedelta(days=1))
        if made and today.count() > MOST_INVITATIONS_A_DAY:
            raise ValidationError(_("C’est beaucoup d’invitations pour un jour : reprenez demain."))
        if made:
            nudge("accounts.invite")
    return made


def resend_invitation(*, by: User, invitation: Invitation) -> None:
    """Send it again, with a new link and all its time before it; the former link opens nothing any more.

    Effects: audit, the mail leaves with the worker. One that was accepted or revoked stays so. Raises ValidationError
    when its mail has just left, or is about to: that one, and its link, stay good.
    """
    require(can_manage_invitation(by, invitation))
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.is_waiting and row.has_just_left and not row.has_expired:
            raise ValidationError(_("Son e-mail vient de partir, et son lien reste bon : attendez dix minutes."))
        if row.is_waiting:
            _prepare(row)
            audit.record(by, "invitation.resent", row, organisation=row.organisation)
            nudge("accounts.invite")


def revoke_invitation(*, by: User, invitation: Invitation) -> None:
    """Take it back: its link opens nothing any more. Effects: audit. One that was accepted stays so."""
    require(can_manage_invitation(by, invitation))
    with transaction.atomic():
        row = Invitation.objects.select_for_update().get(pk=invitation.pk)
        if row.is_waiting:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            audit.record(by, "invitation.revoked", row, organisation=row.organisation)


def open_invitation(token: str) -> Invitation | None:
    """The invitation that this link opens now, or None: unknown, expired, used and revoked are the same to who asks."""
    found = Invitation.objects.filter(token_digest=digest_of(token)).select_related("organisation").first()
    return found if found and found.is_open else None


def has_used(user: User, token: str) -> bool:
    """Whether this link is the one by which `user` came in."""
    return Invitation.objects.filter(token_digest=digest_of(token), accepted_by=user).exists()


def accept_invitation(*, user: User, invitation: Invitation) -> Membership:
    """Make `user` an agent of the organisation that invited them. Once: an invitation that was accepted opens nothing.

    Effects: membership, audit, referents told. Raises PermissionDenied when it is not theirs, or not open any more.
    """
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        row = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
        require(can_accept_invitation(user, row))
        row.accepted_at, row.accepted_by = timezone.now(), user
        row.save(update_fields=["accepted_at", "accepted_by"])
        audit.record(user, "invitation.accepted", row, organisation=row.organisation)
        return welcome(by=row.invited_by, user=user, organisation=row.organisation, actor=user)


def join_by_invitation(*, invitation: Invitation, fields: dict[str, str], password: str | None) -> User:
    """Make the account that an invitation is for (or open it again, when its person had left), and accept.

    Effects: those of `open_account` and `accept_invitation`. Raises ValidationError as the former does, and when the
    invitation is not open any more.
    """
    with transaction.atomic():
        row = Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation.pk)
        if not row.is_open:
            raise ValidationError(_("Cette invitation a déjà servi, ou n’est plus valable."))
        user = open_account(email=row.email, fields=fields, password=password, organisation=row.organisation)
        accept_invitation(user=user, invitation=row)
        # As a request finds them: their memberships were asked before there was one.
        joined: User = User.objects.get(pk=user.pk)
    return joined


def purge_invitations() -> int:
    """Delete the invitations that have been over for longer than the months set; return how many. For the house."""
    before = timezone.now() - settings.INVITATION_KEEP_MONTHS * MONTH
    over = Q(accepted_at__lt=before) | Q(revoked_at__lt=before)
    unanswered = Q(accepted_at=None, revoked_at=None, expires_at__lt=before)
    return Invitation.objects.filter(over | unanswered).delete()[0]


def send_invitations() -> int:
    """Mail the invitations that wait; return how many left. Run by the worker, as `send_due` says: each time with
    another link.
    """
    due = Invitation.objects.waiting().select_related("organisation", "invited_by")
    return send_due(due, prepare=_make_link, send=_mail, sweep="accounts.invite")


def digest_of(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def _prepare(invitation: Invitation) -> None:
    invitation.expires_at = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    invitation.token_digest = ""
    invitation.wait_anew()
    invitation.save()


def _make_link(invitation: Invitation) -> list[str]:
    invitation.token = secrets.token_urlsafe(32)
    invitation.token_digest = digest_of(invitation.token)
    return ["token_digest"]


def _mail(invitation: Invitation) -> None:
    subject = _("[Parvis] %(organisation)s vous invite") % {"organisation": invitation.organisation.name}
    context = {
        "invitation": invitation,
        "days": settings.INVITATION_DAYS,
        "url": settings.SITE_URL + reverse("invitation", args=[invitation.token]),
        "place": settings.PLACE,
    }
    send_mail(
        # A name may have been pasted with its line breaks: a header has none.
        subject=" ".join(subject.split()),
        message=render_to_string("accounts/mail/invitation.txt", context),
        from_email=None,
        recipient_list=[invitation.email],
    )
