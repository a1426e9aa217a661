"""Spaces, their people, who is invited, what is pinned: one noun a module."""

from .invitations import SpaceInvitation
from .people import JoinRequest, SpaceMembership
from .pins import Pin
from .spaces import SpaceIndexPage, SpacePage

__all__ = ["JoinRequest", "Pin", "SpaceIndexPage", "SpaceInvitation", "SpaceMembership", "SpacePage"]
