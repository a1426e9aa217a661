"""What a person may do with guides and roll-outs."""

from __future__ import annotations

from typing import Any

from intranet.organisations.models import Organisation
from spaces.workspaces.policies import can_read_space

from .models import GuidePage, NamedAgent, Rollout


def can_view_guide(user: Any, guide: GuidePage) -> bool:
    """Read it (`visible_to`)."""
    return bool(GuidePage.objects.visible_to(user).filter(pk=guide.pk).exists())


def can_view_board(user: Any, rollout: Rollout) -> bool:
    """See who is where (`visible_to`)."""
    return bool(Rollout.objects.visible_to(user).filter(pk=rollout.pk).exists())


def can_see_space_of_rollout(user: Any, rollout: Rollout) -> bool:
    """Be told where it is discussed: whoever reads that space, which may be a private one."""
    return rollout.space is not None and can_read_space(user, rollout.space)


def can_open_rollout(user: Any, guide: GuidePage) -> bool:
    """Open it for organisations: who keeps the guide, and editors."""
    if not user.is_authenticated or not user.is_agent:
        return False
    return bool(user.is_editor or guide.leads.filter(pk=user.pk).exists())


def can_set_step(user: Any, rollout: Rollout, organisation: Organisation) -> bool:
    """Set an organisation's steps: its referents, those they named, its own leads of the roll-out."""
    if not user.is_authenticated or not user.is_agent or organisation.pk not in user.pool_organisation_ids:
        return False
    if rollout.closed_at or is_archived(rollout) or not rollout.organisations.filter(pk=organisation.pk).exists():
        return False
    named = NamedAgent.objects.filter(rollout=rollout, organisation=organisation, user=user)
    leads = rollout.leads.filter(pk=user.pk)
    return bool(can_name_agents(user, organisation) or named.exists() or leads.exists())


def is_archived(rollout: Rollout) -> bool:
    """Whether it belongs to a space that is read and no longer written."""
    return rollout.space is not None and rollout.space.archived_at is not None


def can_name_agents(user: Any, organisation: Organisation) -> bool:
    """Name who sets its steps: its referents."""
    return bool(user.is_authenticated and user.is_agent and organisation in user.refers_to)
