"""What a person may do with organisations. Each answer is the other face of a queryset."""

from __future__ import annotations

from typing import Any

from .models import Organisation


def can_view_organisation(user: Any, organisation: Organisation) -> bool:
    """Look at its page (`visible_to`)."""
    return bool(user.is_authenticated and user.is_agent)


def can_manage_agents(user: Any, organisation: Organisation) -> bool:
    """Bring its agents in, move them, let them go (`managed_by`): its own referents, and editors."""
    if not user.is_authenticated or not user.is_agent:
        return False
    return bool(user.is_editor or organisation in user.refers_to)


def can_edit_organisation(user: Any, organisation: Organisation) -> bool:
    """Change its contact, tools and logo (`managed_by`): its own referents, and editors."""
    return can_manage_agents(user, organisation)


def can_identify_organisation(user: Any, organisation: Organisation) -> bool:
    """Say what it is: its SIRETs, its mail domains and that they are verified, what it is a part of: editors."""
    return bool(user.is_authenticated and user.is_editor)
