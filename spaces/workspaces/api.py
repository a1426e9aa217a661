"""Spaces in the API."""

from ninja import Router

from .models import SpacePage
from .schemas import SpaceOut

router = Router(tags=["spaces"])


@router.get("", response=list[SpaceOut])
def spaces(request):
    """The spaces the reader may see, the most active first."""
    readable = set(SpacePage.objects.readable_by(request.user).values_list("pk", flat=True))
    listed = SpacePage.objects.visible_to(request.user).order_by("-active_at", "pk")
    return [
        {
            "id": space.pk,
            "slug": space.slug,
            "title": space.title,
            "purpose": space.purpose,
            "access": space.access,
            "url": space.get_absolute_url(),
            "readable": space.pk in readable,
            "archived": space.archived_at is not None,
            "active_at": space.active_at,
        }
        for space in listed
    ]
