"""Spaces in the API."""

from ninja import Router

from .models import SpacePage
from .schemas import SpaceOut

router = Router(tags=["spaces"])


@router.get("", response=list[SpaceOut])
def spaces(request):
    """The spaces the reader may see, the most active first; of those that one asks to join, no activity."""
    listed = SpacePage.objects.visible_to(request.user).with_activity(request.user).order_by("-known_at", "pk")
    return [
        {
            "id": space.pk,
            "slug": space.slug,
            "title": space.title,
            "purpose": space.purpose,
            "access": space.access,
            "url": space.get_absolute_url(),
            "readable": space.readable,
            "archived": space.archived_at is not None,
            "active_at": space.active_at if space.readable else None,
        }
        for space in listed
    ]
