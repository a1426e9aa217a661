"""What a person may do in a space. Each answer is the other face of a queryset or follows from a membership.

An archived space is read and nothing else: whatever writes in it asks `can_post_in_space` or `can_lead_space`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from intranet.accounts.models import Membership, User
from intranet.core.prepared import prepared

from .constants import Access, Follow, SpaceRole
from .models import SpaceInvitation, SpaceMembership, SpacePage


@prepared
def _readable(reader: Any, space: Any, module: str) -> Any:
    return SpacePage.objects.readable_by(reader, module).filter(pk=space).values_list("archived_at")


def can_view_space(user: Any, space: SpacePage) -> bool:
    """See its name and purpose (`visible_to`)."""
    return bool(SpacePage.objects.visible_to(user).filter(pk=space.pk).exists())


def can_read_space(user: Any, space: SpacePage, module: str = "") -> bool:
    """Read what is in it (`readable_by`), or in that module of it."""
    return bool(_readable(user, space.pk, module=module))


def readers_among(space: SpacePage, people: Iterable[User], module: str = "") -> list[User]:
    """Those of `people` who may read it (`can_read_space`), in as many queries for three hundred of them as for one."""
    people = [person for person in people if person.is_active]
    if not people or not SpacePage.objects.standing().filter(pk=space.pk).exists() or module in space.switched_off:
        return []
    ids = [person.pk for person in people]
    agents = User.objects.agents().filter(pk__in=ids)
    allowed = {Access.OPEN: agents, Access.ORGANISATIONS: agents.filter(memberships__in=_places_of(space))}
    by_right = set(allowed.get(Access(space.access), agents.none()).values_list("pk", flat=True))
    named = set(space.memberships.letting_in(space.access).filter(user__in=ids).values_list("user", flat=True))
    return [person for person in people if person.pk in by_right | named]


def can_post_in_space(user: Any, space: SpacePage, module: str = "") -> bool:
    """Write in it, or in that module of it: whoever reads it, until it is archived."""
    return any(archived_at is None for (archived_at,) in _readable(user, space.pk, module=module))


def can_lead_space(user: Any, space: SpacePage) -> bool:
    """Change it, its people, what others wrote in it: its leads, until it is archived."""
    return _leads(user, space, space__live=True, space__binned_at=None, space__archived_at=None)


def can_archive_space(user: Any, space: SpacePage) -> bool:
    """Make it read-only, and back, and put it in the bin: its leads, until it is in the bin."""
    return _leads(user, space, space__live=True, space__binned_at=None)


def can_restore_space(user: Any, space: SpacePage) -> bool:
    """Take it out of the bin: its leads; an administrator, once its time there is over."""
    return bool(SpacePage.objects.binned_by(user).filter(pk=space.pk).exists())


def can_delete_space(user: Any, space: SpacePage, *, empty: bool) -> bool:
    """Take it away for good, from the bin: its leads when it is empty; an administrator, once its time is over."""
    return can_restore_space(user, space) and (empty or (user.is_superuser and space.is_due_for_deletion))


def can_create_space(user: Any) -> bool:
    """Open a space: any agent."""
    return bool(user.is_authenticated and user.is_agent)


def can_mark_template(user: Any, space: SpacePage) -> bool:
    """Offer it as a model: its leads, and editors who read it."""
    return can_lead_space(user, space) or bool(
        user.is_authenticated and user.is_editor and can_post_in_space(user, space)
    )


def can_join_space(user: Any, space: SpacePage) -> bool:
    """Enter by oneself: an agent whose right comes from the pool or their organisation, until it is archived."""
    return bool(
        user.is_authenticated
        and user.is_agent
        and space.access in (Access.OPEN, Access.ORGANISATIONS)
        and can_post_in_space(user, space)
    )


def can_ask_to_join_space(user: Any, space: SpacePage) -> bool:
    """Ask the leads: an agent who sees the card but not the content, until it is archived."""
    return (
        space.access == Access.ON_REQUEST
        and space.archived_at is None
        and can_view_space(user, space)
        and not can_read_space(user, space)
    )


def can_answer_invitation(user: Any, invitation: SpaceInvitation) -> bool:
    """Accept or decline it: whoever has its address, in time (`visible_to`)."""
    return bool(SpaceInvitation.objects.visible_to(user).filter(pk=invitation.pk).exists())


def can_take_lead(user: Any, space: SpacePage) -> bool:
    """Make oneself lead without being asked: an administrator, who gives a reason."""
    return bool(user.is_authenticated and user.is_active and user.is_superuser) and not leads_space(user, space)


def willing_to_hear(space: SpacePage, people: Iterable[Any]) -> list[Any]:
    """Those of `people` who did not ask to hear nothing of the space."""
    people = list(people)
    deaf = space.memberships.filter(user__in=[person.pk for person in people], follow=Follow.NOTHING)
    silent = set(deaf.values_list("user", flat=True)) if people else set()
    return [person for person in people if person.pk not in silent]


def leads_space(user: Any, space: SpacePage) -> bool:
    """Whether the person leads it today, whatever state it is in."""
    return _leads(user, space)


def _leads(user: Any, space: SpacePage, **state: Any) -> bool:
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(_led(user, space.pk, **state))


@prepared
def _led(reader: Any, space: Any, **state: Any) -> Any:
    held = SpaceMembership.objects.giving_access_to(reader).filter(space=space, role=SpaceRole.LEAD, **state)
    return held.values_list("pk")


def _places_of(space: SpacePage) -> Any:
    """The memberships of today in the organisations that the space is for."""
    listed = SpacePage.organisations.through.objects.filter(spacepage=space).values("organisation")
    return Membership.objects.active().in_pool().filter(organisation__in=listed)
