"""Oneself in the API."""

from ninja import Router

from .schemas import MeOut

router = Router(tags=["me"])


@router.get("", response=MeOut)
def me(request):
    """Who is signed in, and where they belong today."""
    user = request.user
    return {
        "id": user.pk,
        "name": user.full_name,
        "email": user.email,
        "url": user.get_absolute_url(),
        "is_agent": user.is_agent,
        "is_editor": user.is_editor,
        "organisations": [
            {"id": held.organisation_id, "name": str(held.organisation), "role": held.role}
            for held in user.active_memberships
        ],
    }
