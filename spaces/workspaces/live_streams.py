"""Who may hear what happens in a space."""

from typing import Any

from intranet.core.plugs import LiveStream

from .models import SpacePage


def can_hear_space(user: Any, pk: int) -> bool:
    """Whoever may read it."""
    return SpacePage.objects.readable_by(user).filter(pk=pk).exists()


SPACES = LiveStream(prefix="space", can_hear=can_hear_space, durable=False)
