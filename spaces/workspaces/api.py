"""Spaces in the API."""

from ninja import Router

from .models import SpacePage
from .schemas import SpaceOut

router = Router(tags=["spaces"])
PAGE = 50


@router.get("", response=list[SpaceOut])
def spaces(request, page: int = 1):
    """The spaces the reader may see, the most active first, 50 a page; of those that one asks to join, no activity."""
    first = (min(max(page, 1), 10_000) - 1) * PAGE
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
        for space in listed[first : first + PAGE]
    ]
