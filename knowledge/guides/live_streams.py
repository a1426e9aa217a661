"""Who may hear a roll-out."""

from typing import Any

from intranet.core.plugs import LiveStream

from .models import Rollout


def can_hear_rollout(user: Any, pk: int) -> bool:
    """Whoever sees its board."""
    return Rollout.objects.visible_to(user).filter(pk=pk).exists()


ROLLOUTS = LiveStream(prefix="rollout", can_hear=can_hear_rollout)
