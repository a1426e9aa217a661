"""Inviting into a space, by address: what happens is the same whether the address has an account or not."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.accounts.actions import open_account, place_newcomer
from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.dates import MONTH
from intranet.core.jobs import nudge
from intranet.core.policies import require
from intranet.notifications.actions import notify, send_due

from ..constants import MOST_INVITATIONS_A_DAY, MOST_WAITING_INVITATIONS, SpaceRole
from ..models import SpaceInvitation, SpaceMembership, SpacePage
from ..notification_types import InvitationAccepted, Invited
from ..policies import can_answer_invitation, can_lead_space
from .members import admit, let_in

JUST_LEFT = gettext_lazy("Son message vient de partir, et son lien reste bon : attendez dix minutes.")


def invite(
    *,
    lead: User,
    space: SpacePage,
    email: str,
    role: str = SpaceRole.MEMBER,
    ends_on: date | None = None,
    message: str = "",
) -> SpaceInvitation:
    """Invite an address into the space. Twice is once: the second one brings what it says and starts its time again.

    Effects: a mail that waits for the worker, audit; whoever has an account at that address is told under their bell
    too. Nothing of it tells the lead whether there is one. Raises PermissionDenied, or ValidationError on an end that
    is past, on one's own address, when too many already wait or were sent in a day, or when a mail to
    that address has just left.
    """
    require(can_lead_space(lead, space))
    if ends_on and ends_on <= timezone.localdate():
        raise ValidationError({"ends_on": _("Choisissez un jour à venir.")})
    email = email.lower()
    if email == lead.email:
        raise ValidationError({"email": _("C’est votre adresse : vous êtes déjà dans cet espace.")})
    with transaction.atomic():
        SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=space.pk)
        waiting = space.invitations.waiting()
        invitation = waiting.filter(email=email).first()
        if not invitation and waiting.count() >= MOST_WAITING_INVITATIONS:
            raise ValidationError(_("Trop d’invitations attendent déjà une réponse : retirez-en d’abord."))
        today = SpaceInvitation.objects.filter(invited_by=lead, created_at__gt=timezone.now() - timedelta(days=1))
        if not invitation and today.count() >= MOST_INVITATIONS_A_DAY:
            raise ValidationError(_("C’est beaucoup d’invitations pour un jour : reprenez demain."))
        if invitation and invitation.left_lately:
            raise ValidationError({"email": JUST_LEFT})
        invitation = invitation or SpaceInvitation(space=space, email=email)
        invitation.role, invitation.ends_on, invitation.message = role, ends_on, message.strip()
        invitation.invited_by = lead
        _post(invitation)
        audit.record(lead, "space.invited", space, who=email, role=role)
        notify(Invited, recipients=User.objects.holding(email), about=invitation, actor=lead)
    return invitation


def purge_invitations() -> int:
    """Delete the invitations that have been over for longer than the months set; return how many. For the house."""
    before = timezone.now() - settings.INVITATION_KEEP_MONTHS * MONTH
    over = Q(closed_at__lt=before) | Q(closed_at=None, expires_at__lt=before)
    return SpaceInvitation.objects.filter(over).delete()[0]


def resend_invitation(*, lead: User, invitation: SpaceInvitation) -> None:
    """Send it again, with a new link and a new time: the old link opens nothing any more.

    Effects: audit. Raises PermissionDenied, or ValidationError when its mail has just left, or is about to: that one,
    and its link, stay good.
    """
    require(can_lead_space(lead, invitation.space))
    with transaction.atomic():
        row = SpaceInvitation.objects.select_for_update(of=("self",)).filter(pk=invitation.pk, closed_at=None).first()
        if row and not row.is_expired and row.has_just_left:
            raise ValidationError(JUST_LEFT)
        if row:
            _post(row)
            audit.record(lead, "space.invited_again", row.space, who=row.email)


def revoke_invitation(*, lead: User, invitation: SpaceInvitation) -> None:
    """Take it back: its link opens nothing any more. Effects: audit."""
    require(can_lead_space(lead, invitation.space))
    with transaction.atomic():
        if _close(invitation):
            audit.record(lead, "space.invitation_revoked", invitation.space, who=invitation.email)


def accept_invitation(*, user: User, invitation: SpaceInvitation) -> SpaceMembership:
    """Enter, as what the invitation says; who is no agent of the pool, as a guest and for a time. It is used once.

    A guest comes for a time: for a year when the invitation gives no day. Effects: a membership, audit, who invited is
    told. Raises PermissionDenied when it is not theirs, or not any more.
    """
    require(can_answer_invitation(user, invitation))
    with transaction.atomic():
        require(_close(invitation, accepted_by=user))
        space = invitation.space
        role = invitation.role if user.is_agent else SpaceRole.GUEST
        membership, _entered = admit(space=space, user=user, role=role, ends_on=invitation.ends_on)
        let_in(membership)
        audit.record(user, "space.invitation_accepted", space, role=membership.role)
        if invitation.invited_by:
            notify(InvitationAccepted, recipients=[invitation.invited_by], about=membership, actor=user)
    return membership


def decline_invitation(*, user: User, invitation: SpaceInvitation) -> None:
    """Say no. Effects: audit."""
    require(can_answer_invitation(user, invitation))
    with transaction.atomic():
        if _close(invitation):
            audit.record(user, "space.invitation_declined", invitation.space)


def open_guest_account(*, invitation: SpaceInvitation, first_name: str, last_name: str, password: str | None) -> User:
    """Make the account of somebody invited who has none, or who had left, and let them in: the link proves the address,
    which may say where they belong.

    Effects: those of `open_account`, `place_newcomer` and `accept_invitation`. Raises PermissionDenied when the
    invitation holds no more, ValidationError as `open_account` does.
    """
    with transaction.atomic():
        row = SpaceInvitation.objects.open().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
        require(row is not None)
        fields = {"first_name": first_name.strip(), "last_name": last_name.strip()}
        user = open_account(email=invitation.email, fields=fields, password=password, why="space invitation")
        if place_newcomer(address=EmailAddress.objects.get(user=user, email=user.email)):
            # As a request finds them: their memberships were asked before there was one.
            user = User.objects.get(pk=user.pk)
        accept_invitation(user=user, invitation=invitation)
    return user


def send_invitations() -> int:
    """Send the mails that wait; return how many left. Run by the worker, as `send_due` says: each time with another
    link. One that was answered, or is too old, does not leave.
    """
    due = SpaceInvitation.objects.open().select_related("space", "invited_by")
    return send_due(due, prepare=_make_link, send=_mail, sweep="spaces.send_invitations")


def _post(invitation: SpaceInvitation) -> None:
    invitation.expires_at = timezone.now() + timedelta(days=settings.SPACE_INVITATION_DAYS)
    invitation.key_digest = ""
    invitation.wait_anew()
    invitation.save()
    nudge("spaces.send_invitations")


def _close(invitation: SpaceInvitation, accepted_by: User | None = None) -> bool:
    """Whether it was still open, and is closed now: of two that answer at once, one does."""
    closed = SpaceInvitation.objects.filter(pk=invitation.pk, closed_at=None)
    return bool(closed.update(closed_at=timezone.now(), accepted_by=accepted_by, key_digest=""))


def _make_link(invitation: SpaceInvitation) -> list[str]:
    invitation.key = secrets.token_urlsafe(32)
    invitation.key_digest = SpaceInvitation.digest_of(invitation.key)
    return ["key_digest"]


def _mail(invitation: SpaceInvitation) -> None:
    context = {"invitation": invitation, "url": settings.SITE_URL + reverse("space-invited", args=[invitation.key])}
    subject = _("%(name)s vous invite dans « %(space)s »") % {
        "name": invitation.invited_by or "Parvis",
        "space": invitation.space.title,
    }
    send_mail(
        subject=f"[Parvis] {' '.join(subject.split())}",
        message=render_to_string("workspaces/invitation_mail.txt", context),
        from_email=None,
        recipient_list=[invitation.email],
    )
