"""Who reads the record."""

from typing import Any


def can_read_record(user: Any) -> bool:
    """Administrators; referents, of their own organisations."""
    return bool(user.is_active and (user.is_superuser or user.refers_to))
