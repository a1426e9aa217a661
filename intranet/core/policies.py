"""The gate of every action."""

from django.core.exceptions import PermissionDenied


def require(allowed: bool) -> None:
    """Raise `PermissionDenied` unless `allowed`: the first line of an action, given the policy's answer."""
    if not allowed:
        raise PermissionDenied
