"""People of a space: enter, leave, change roles, hand over."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.live import publish
from intranet.notifications.actions import notify

from ..constants import GUEST_DAYS, Follow, SpaceRole
from ..models import SpaceMembership, SpacePage
from ..notification_types import HandedOver, LeadTaken
from ..policies import can_join_space, can_lead_space, can_read_space, can_take_lead, leads_space


def join_space(*, user: User, space: SpacePage) -> SpaceMembership:
    """Enter a space that is open to `user`. Twice is once. Raises PermissionDenied when it is not open to them."""
    require(can_join_space(user, space))
    with transaction.atomic():
        membership, entered = admit(space=space, user=user, role=SpaceRole.MEMBER)
        if entered:
            audit.record(user, "space.joined", space)
    return membership


def change_member(
    *,
    lead: User,
    space: SpacePage,
    user: User,
    role: str | None = None,
    ends_on: date | None = None,
    before: str = "",
) -> SpaceMembership:
    """Change what a member is, and until when (None: without end). Who is no agent can only be a guest, for a time.

    `before` is the `state` that the lead saw. Effects: audit; whoever may no longer read the space stops hearing it.
    Raises PermissionDenied when `lead` does not lead the space, ValidationError when somebody changed it since (code
    `changed`), when the role does not fit the person or would shut them out, when they are not in the space, or when it
    would be left without a lead.
    """
    require(can_lead_space(lead, space))
    with transaction.atomic():
        _lock(space)
        membership: SpaceMembership | None = SpaceMembership.objects.filter(space=space, user=user).first()
        if not membership:
            raise ValidationError(_("Cette personne n’est plus dans l’espace."))
        if before and before != membership.state:
            raise ValidationError(_("Quelqu’un vient de changer le rôle de cette personne."), code="changed")
        role = role or membership.role
        if role != SpaceRole.GUEST and not (user.is_agent or user.is_superuser):
            raise ValidationError(_("Une personne extérieure à la mutualisation ne peut être qu’invitée."))
        if role == SpaceRole.GUEST and ends_on is None and not user.is_agent:
            raise ValidationError({"ends_on": _("Dites jusqu’à quand : un accès d’invité a toujours une fin.")})
        ended = ends_on is not None and ends_on <= timezone.localdate()
        if membership.role == SpaceRole.LEAD and (role != SpaceRole.LEAD or ends_on is not None):
            _keep_a_lead(space, without=user)
        if ended and role == SpaceRole.LEAD:
            raise ValidationError({"ends_on": _("Choisissez un jour à venir.")})
        membership.role, membership.ends_on = role, ends_on
        membership.save(update_fields=["role", "ends_on"])
        if role == SpaceRole.MEMBER and not ended and not can_read_space(user, space):
            raise ValidationError(
                _("Aucune des collectivités de cette personne n’est de l’espace : elle n’y entre qu’en étant invitée.")
            )
        until = ends_on.isoformat() if ends_on else ""
        audit.record(lead, "space.role_changed", space, who=str(user), role=role, ends_on=until)
        publish.recheck_user(user.pk)
    return membership


def hand_over(*, lead: User, space: SpacePage, user: User) -> SpaceMembership:
    """Let `user`, a member, lead the space in place of `lead`, who stays: as a member, or as a guest (`let_in`).

    Effects: audit, the new lead is told. Raises PermissionDenied, or ValidationError when they cannot lead.
    """
    require(leads_space(lead, space) and can_lead_space(lead, space))
    with transaction.atomic():
        _lock(space)
        heir: SpaceMembership | None = space.memberships.current().filter(user=user).select_related("user").first()
        if not heir or not user.is_agent or user.pk == lead.pk:
            raise ValidationError(_("Choisissez un agent qui est membre de l’espace."))
        heir.role, heir.ends_on = SpaceRole.LEAD, None
        heir.save(update_fields=["role", "ends_on"])
        former = SpaceMembership.objects.get(space=space, user=lead)
        former.role = SpaceRole.MEMBER
        let_in(former)
        audit.record(lead, "space.handed_over", space, who=str(user))
        notify(HandedOver, recipients=[user], about=heir, actor=lead)
    return heir


def take_lead(*, administrator: User, space: SpacePage, reason: str) -> SpaceMembership:
    """Make an administrator lead of a space, for a reason. Effects: audit, its leads are told.

    Raises PermissionDenied, or ValidationError without a reason.
    """
    require(can_take_lead(administrator, space))
    if not reason.strip():
        raise ValidationError({"reason": _("Dites pourquoi : les animateurs le liront.")})
    with transaction.atomic():
        _lock(space)
        leads = list(space.leads)
        membership, _entered = admit(space=space, user=administrator, role=SpaceRole.LEAD)
        membership.role, membership.reason = SpaceRole.LEAD, reason.strip()
        membership.save(update_fields=["role", "reason"])
        audit.record(administrator, "space.lead_taken", space, reason=membership.reason)
        notify(LeadTaken, recipients=leads, about=membership, actor=administrator)
    return membership


def follow_space(*, user: User, space: SpacePage, level: str) -> None:
    """Choose what of a space comes under one's bell. Raises ValidationError on an unknown level or outside of it."""
    if level not in Follow.values:
        raise ValidationError(_("Ce choix n’existe pas."))
    with transaction.atomic():
        if not space.memberships.giving_access_to(user).update(follow=level):
            raise ValidationError(_("Vous n’êtes pas dans cet espace."))


def leave_space(*, user: User, space: SpacePage) -> None:
    """Leave. Effects: audit; whoever may no longer read it stops hearing it.

    Raises ValidationError when the last lead would leave: it says whom they could name.
    """
    with transaction.atomic():
        if _remove(space=space, user=user):
            audit.record(user, "space.left", space)


def remove_member(*, lead: User, space: SpacePage, user: User) -> None:
    """Take `user` out of the space. Effects: audit; their open pages stop hearing it. Raises as `leave_space` does."""
    require(can_lead_space(lead, space))
    with transaction.atomic():
        if _remove(space=space, user=user):
            audit.record(lead, "space.removed", space, who=str(user))


def admit(*, space: SpacePage, user: User, role: str, ends_on: date | None = None) -> tuple[SpaceMembership, bool]:
    """Make `user` a member in the caller's transaction, and say whether they were not: for a decision already taken.

    Whoever is in today stays as they are; whoever was, and whose time is over, comes back with this role and this end.
    """
    membership, created = SpaceMembership.objects.select_for_update().get_or_create(
        space=space, user=user, defaults={"role": role, "ends_on": ends_on}
    )
    if created or SpaceMembership.objects.current().filter(pk=membership.pk).exists():
        return membership, created
    membership.role, membership.ends_on, membership.joined_at = role, ends_on, timezone.now()
    membership.save(update_fields=["role", "ends_on", "joined_at"])
    return membership, True


def let_in(membership: SpaceMembership) -> None:
    """Keep a membership whose role was just decided, so that its person may come in: for a decision already taken.

    Between organisations, belonging to one of them gives the right: who was named in person is a guest. A guest comes
    for a time, a year when nobody said.
    """
    if membership.role == SpaceRole.MEMBER:
        membership.save()
        if not can_read_space(membership.user, membership.space):
            membership.role = SpaceRole.GUEST
    if membership.role == SpaceRole.GUEST and not membership.ends_on:
        membership.ends_on = timezone.localdate() + timedelta(days=GUEST_DAYS)
    membership.save()


def _lock(space: SpacePage) -> None:
    SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=space.pk)


def _remove(*, space: SpacePage, user: User) -> bool:
    _lock(space)
    membership = SpaceMembership.objects.filter(space=space, user=user).first()
    if not membership:
        return False
    if membership.role == SpaceRole.LEAD:
        _keep_a_lead(space, without=user)
    membership.delete()
    publish.recheck_user(user.pk)
    return True


def _keep_a_lead(space: SpacePage, *, without: User) -> None:
    """The last lead stays, of those who have no end and may lead today; the refusal says whom to name."""
    may_lead = User.objects.filter(Q(pk__in=User.objects.agents().values("pk")) | Q(is_superuser=True, is_active=True))
    led = space.memberships.filter(role=SpaceRole.LEAD, ends_on=None, user__in=may_lead).exclude(user=without)
    if led.exists():
        return
    members = space.memberships.current().filter(role=SpaceRole.MEMBER, user__is_active=True).select_related("user")
    names = [membership.user.full_name for membership in members.order_by("joined_at", "pk")[:3]]
    if not names:
        raise ValidationError(_("Un espace garde toujours un animateur : faites d’abord entrer un agent à nommer."))
    raise ValidationError(
        _("Un espace garde toujours un animateur : nommez-en un autre d’abord, par exemple %(names)s.")
        % {"names": ", ".join(names)}
    )
