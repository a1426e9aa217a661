"""What people do with spaces: open one, enter, leave, bring in, hand over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.core.text import render_markdown
from intranet.live import publish
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation

from .constants import SpaceRole
from .models import JoinRequest, SpaceIndexPage, SpaceMembership, SpacePage
from .notification_types import JoinAnswered, JoinAsked, Welcomed
from .policies import can_ask_to_join_space, can_create_space, can_join_space, can_lead_space, can_read_space


def create_space(
    *, author: User, space: SpacePage, organisations: Any = (), themes: Any = (), slug: str = ""
) -> SpacePage:
    """Add the unsaved `space` to the site, led by `author`, and return it. Its address is made from its title.

    Effects: the page, a lead's membership, audit. Raises PermissionDenied when the author is no agent.
    """
    require(can_create_space(author))
    with transaction.atomic():
        index = SpaceIndexPage.objects.select_for_update().get()
        space.slug = slug or _free_slug(space.title)
        space.owner = author
        space.intro_html = render_markdown(space.intro)
        index.add_child(instance=space)
        space.organisations.set(organisations)
        space.themes.set(themes)
        space.save()
        SpaceMembership.objects.create(space=space, user=author, role=SpaceRole.LEAD)
        audit.record(author, "space.created", space, access=space.access)
    return space


def edit_space(*, editor: User, space: SpacePage) -> None:
    """Keep the changed fields of `space`. Effects: audit; open pages lose what they no longer may hear."""
    require(can_lead_space(editor, space))
    with transaction.atomic():
        space.intro_html = render_markdown(space.intro)
        space.intro_edited_by, space.intro_edited_at = editor, timezone.now()
        space.save()
        audit.record(editor, "space.edited", space, access=space.access)
        publish.recheck_everyone()


def join_space(*, user: User, space: SpacePage) -> SpaceMembership:
    """Enter a space that is open to `user`. Twice is once. Raises PermissionDenied when it is not open to them."""
    require(can_join_space(user, space))
    with transaction.atomic():
        membership, created = SpaceMembership.objects.get_or_create(space=space, user=user)
        if created:
            audit.record(user, "space.joined", space)
    return membership


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


def answer_join_request(*, lead: User, request: JoinRequest, accept: bool) -> None:
    """Accept or refuse. Effects: a membership when accepted, audit, who asked is told. An answered request stays so."""
    require(can_lead_space(lead, request.space))
    with transaction.atomic():
        request = JoinRequest.objects.select_for_update().get(pk=request.pk)
        if request.answered_at:
            return
        request.answered_at, request.answered_by, request.accepted = timezone.now(), lead, accept
        request.save()
        if accept:
            SpaceMembership.objects.get_or_create(space=request.space, user=request.user)
        audit.record(
            lead, "space.join_accepted" if accept else "space.join_refused", request.space, who=str(request.user)
        )
        notify(JoinAnswered, recipients=[request.user], about=request, actor=lead)


def bring_in(
    *, lead: User, space: SpacePage, user: User, role: str | None = None, ends_on: date | None = None
) -> SpaceMembership:
    """Make `user` a member, or change their role. Who is no agent of the pool can only be a guest.

    Effects: audit, the person is told. Raises PermissionDenied when `lead` does not lead the space, ValidationError
    when the role does not fit the person or the space would be left without a lead.
    """
    require(can_lead_space(lead, space))
    role = role or (SpaceRole.MEMBER if user.is_agent else SpaceRole.GUEST)
    if role != SpaceRole.GUEST and not user.is_agent:
        raise ValidationError(_("Une personne extérieure à la mutualisation ne peut être qu’invitée."))
    with transaction.atomic():
        SpacePage.objects.select_for_update(of=("self",)).get(pk=space.pk)
        membership = SpaceMembership.objects.filter(space=space, user=user).first()
        if membership and membership.role == SpaceRole.LEAD and role != SpaceRole.LEAD:
            _keep_a_lead(space, without=user)
        known = membership is not None
        membership = membership or SpaceMembership(space=space, user=user)
        membership.role, membership.ends_on = role, ends_on
        membership.save()
        audit.record(lead, "space.role_changed" if known else "space.brought_in", space, who=str(user), role=role)
        if not known:
            notify(Welcomed, recipients=[user], about=membership, actor=lead)
    return membership


def leave_space(*, user: User, space: SpacePage) -> None:
    """Leave. Effects: audit; whoever may no longer read it stops hearing it. The last lead cannot just leave."""
    with transaction.atomic():
        if _remove(space=space, user=user):
            audit.record(user, "space.left", space)


def remove_member(*, lead: User, space: SpacePage, user: User) -> None:
    """Take `user` out of the space. Effects: audit; their open pages stop hearing it. Raises as `bring_in` does."""
    require(can_lead_space(lead, space))
    with transaction.atomic():
        if _remove(space=space, user=user):
            audit.record(lead, "space.removed", space, who=str(user))


def _remove(*, space: SpacePage, user: User) -> bool:
    SpacePage.objects.select_for_update(of=("self",)).get(pk=space.pk)
    membership = SpaceMembership.objects.filter(space=space, user=user).first()
    if not membership:
        return False
    if membership.role == SpaceRole.LEAD:
        _keep_a_lead(space, without=user)
    membership.delete()
    if not can_read_space(user, space):
        publish.recheck_user(user.pk)
    return True


def _keep_a_lead(space: SpacePage, *, without: User) -> None:
    led = space.memberships.current().filter(role=SpaceRole.LEAD).exclude(user=without)
    if not led.exists():
        raise ValidationError(_("Un espace garde toujours un animateur : nommez-en un autre d’abord."))


def _free_slug(title: str) -> str:
    base = slugify(title)[:200] or "espace"
    if not SpacePage.objects.filter(slug=base).exists():
        return base
    return f"{base}-{get_random_string(6, 'abcdefghjkmnpqrstuvwxyz23456789')}"


def pass_on_spaces(
    *, by: User | None, person: User, successor: User | None, organisation: Organisation, leaving: bool
) -> None:
    """Give what `person` leads on account of `organisation` to `successor`; the caller has asked who may.

    Staying, the person becomes a member of it. `leaving`, they lose the spaces that came with the organisation (all of
    them, when they belong nowhere any more), and the successor leads those that would be left without a lead.
    Effects: memberships, audit; the caller has the person's open pages asked again.
    """
    with transaction.atomic():
        held = SpaceMembership.objects.current().filter(user=person).kept_for(organisation)
        held = held.lost_without(person, organisation) if leaving else held.filter(role=SpaceRole.LEAD)
        for membership in held.select_related("space").order_by("space"):
            space = membership.space
            SpacePage.objects.select_for_update(of=("self",)).get(pk=space.pk)
            others = space.memberships.current().filter(role=SpaceRole.LEAD, user__is_active=True)
            alone = membership.role == SpaceRole.LEAD and not others.exclude(user=person).exists()
            if successor and (alone or not leaving):
                SpaceMembership.objects.update_or_create(
                    space=space, user=successor, defaults={"role": SpaceRole.LEAD, "ends_on": None}
                )
                audit.record(by, "space.handed_over", space, who=str(person), to=str(successor))
            if leaving:
                membership.delete()
                audit.record(by, "space.left", space, who=str(person))
            else:
                membership.role = SpaceRole.MEMBER
                membership.save(update_fields=["role"])
