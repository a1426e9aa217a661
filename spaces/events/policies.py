"""What a person may do with events. All of it needs the space; what changes another's event needs its leads."""

from __future__ import annotations

from typing import Any

from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_lead_space, can_post_in_space, can_read_space

from .models import Event

# The module of a space that all of this is.
MODULE = "events"


def can_view_event(user: Any, event: Event) -> bool:
    """Read it (`visible_to`): with its space."""
    return can_read_space(user, event.space, MODULE)


def can_create_event(user: Any, space: SpacePage) -> bool:
    """Propose one: whoever posts there."""
    return can_post_in_space(user, space, MODULE)


def can_edit_event(user: Any, event: Event) -> bool:
    """Change it: who organises it while in the space, and the leads; not once it is cancelled."""
    if event.cancelled_at:
        return False
    own = event.organiser_id == user.pk and can_post_in_space(user, event.space, MODULE)
    return own or can_lead_space(user, event.space)


def can_cancel_event(user: Any, event: Event) -> bool:
    """Call it off, before it is over: whoever may change it."""
    return not event.is_over and can_edit_event(user, event)


def can_answer_event(user: Any, event: Event) -> bool:
    """Say whether one comes: whoever reads it, until it is over or cancelled, or its space archived."""
    return not event.is_over and not event.cancelled_at and can_post_in_space(user, event.space, MODULE)
