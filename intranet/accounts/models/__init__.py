"""People and the organisations they belong to, one noun a module."""

from .people import Membership, User

__all__ = [
    "Membership",
    "User",
]
