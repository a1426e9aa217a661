"""Roll-outs in the API."""

from django.shortcuts import get_object_or_404
from ninja import Router

from .models import Rollout, lines_of
from .schemas import BoardOut

router = Router(tags=["guides"])


@router.get("/{int:guide_id}/board", response=BoardOut)
def board(request, guide_id: int):
    """Who is where with which step of the guide."""
    rollout = get_object_or_404(Rollout.objects.visible_to(request.user).open(), guide=guide_id)
    steps = list(rollout.guide.steps.order_by("sort_order"))
    return {
        "guide": guide_id,
        "rollout": rollout.pk,
        "starts_on": rollout.starts_on,
        "target_on": rollout.target_on,
        "steps": [{"key": step.key, "number": n, "title": step.title} for n, step in enumerate(steps, 1)],
        "organisations": [
            {
                "slug": line.organisation.slug,
                "name": line.organisation.short_name,
                "statuses": [
                    {"step": step.key, "status": cell.status, "note": cell.note, "on": cell.row and cell.row.on}
                    for step, cell in zip(steps, line.cells, strict=True)
                ],
            }
            for line in lines_of(rollout, steps, request.user)
        ],
    }
