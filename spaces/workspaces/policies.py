"""What a person may do in a space. Each answer is the other face of a queryset or follows from a membership."""

from __future__ import annotations

from typing import Any

from .constants import Access, SpaceRole
from .models import SpacePage


def can_view_space(user: Any, space: SpacePage) -> bool:
    """See its name and purpose (`visible_to`)."""
    return bool(SpacePage.objects.visible_to(user).filter(pk=space.pk).exists())


def can_read_space(user: Any, space: SpacePage) -> bool:
    """Read what is in it (`readable_by`)."""
    return bool(SpacePage.objects.readable_by(user).filter(pk=space.pk).exists())


def can_post_in_space(user: Any, space: SpacePage) -> bool:
    """Write in it: whoever reads it."""
    return can_read_space(user, space)


def can_lead_space(user: Any, space: SpacePage) -> bool:
    """Change it, its people, what others wrote in it: its leads."""
    held = space.memberships.giving_access_to(user) if user.is_authenticated and user.is_active else None
    return held is not None and held.filter(role=SpaceRole.LEAD).exists()


def can_create_space(user: Any) -> bool:
    """Open a space: any agent."""
    return bool(user.is_authenticated and user.is_agent)


def can_join_space(user: Any, space: SpacePage) -> bool:
    """Enter by oneself: an agent whose right comes from the pool or their organisation."""
    return bool(
        user.is_authenticated
        and user.is_agent
        and space.access in (Access.OPEN, Access.ORGANISATIONS)
        and can_read_space(user, space)
    )


def can_ask_to_join_space(user: Any, space: SpacePage) -> bool:
    """Ask the leads: an agent who sees the card but not the content."""
    return space.access == Access.ON_REQUEST and can_view_space(user, space) and not can_read_space(user, space)
