"""Pages of guides."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from intranet.accounts.models import User
from knowledge.lessons.models import LessonPage
from spaces.documents.models import Document

from .. import policies
from ..models import GuidePage, lines_of, passed_by_step


@require_GET
def guide_list(request):
    """The guides one may read."""
    if not request.user.is_agent:
        raise Http404
    guides = GuidePage.objects.visible_to(request.user).annotate(
        step_count=Count("steps", distinct=True),
        open_rollouts=Count("rollouts", filter=Q(rollouts__closed_at=None), distinct=True),
    )
    page = Paginator(guides.order_by("title", "pk"), 30).get_page(request.GET.get("page"))
    return render(request, "guides/guides.html", {"page": page})


@require_GET
def guide(request, slug):
    """One guide, step by step, with where the reader's organisation is."""
    found = get_object_or_404(GuidePage.objects.visible_to(request.user), slug=slug)
    readable = LessonPage.objects.published_to(request.user).select_related("organisation")
    steps = list(found.steps.order_by("sort_order").prefetch_related(Prefetch("lessons", queryset=readable)))
    rollout = found.rollouts.open().select_related("space").first()
    lines = lines_of(rollout, steps, request.user) if rollout else []
    mine = [line for line in lines if line.mine]
    counts = {row["number"]: row["passed"] for row in passed_by_step(lines, steps)}
    shown = [
        {
            "step": step,
            "number": number,
            "html": found.html.get(str(step.key), ""),
            "passed": counts.get(number, 0),
            "cell": mine[0].cells[number - 1] if mine else None,
            "lessons": step.lessons.all(),
        }
        for number, step in enumerate(steps, 1)
    ]
    context = {
        "guide": found,
        "steps": shown,
        "rollout": rollout,
        "shows_space": bool(rollout) and policies.can_see_space_of_rollout(request.user, rollout),
        "mine": mine,
        "own": mine[0] if mine else None,
        "can_set": bool(mine and policies.can_set_step(request.user, rollout, mine[0].organisation)),
        "can_open": not rollout and policies.can_open_rollout(request.user, found),
        "total": len(lines),
        "leads": User.objects.filter(guides=found).with_organisations(request.user),
        "documents": Document.objects.visible_to(request.user).filter(guides=found).with_files(),
    }
    return render(request, "guides/guide.html", context)
