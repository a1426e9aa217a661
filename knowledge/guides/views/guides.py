"""Pages of guides."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_GET

from intranet.accounts.models import User
from intranet.accounts.querysets import with_places
from intranet.core.prepared import known, one_or_404, prepared
from knowledge.lessons.models import LessonPage
from spaces.documents.models import Document

from .. import policies
from ..models import GuidePage, GuideStep, Rollout, lines_of, passed_by_step


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


@prepared
def _at(reader, slug):
    return GuidePage.objects.visible_to(reader).filter(slug=slug)


@prepared
def _steps(guide):
    return GuideStep.objects.filter(guide=guide).order_by("sort_order")


def steps_of(guide):
    """The steps of a guide, in their order; each knows it."""
    return known(_steps(guide.pk), guide=guide)


@prepared
def _open_of(guide):
    return Rollout.objects.open().filter(guide=guide).select_related("space").order_by("pk")[:1]


@prepared
def _leads_of(reader, guide):
    return User.objects.near(reader).filter(guides=guide)


@prepared
def _documents_of(reader, guide):
    return Document.objects.visible_to(reader).filter(guides=guide).with_files()


@require_GET
def guide(request, slug):
    """One guide, step by step, with where the reader's organisation is."""
    found = one_or_404(_at(request.user, slug))
    steps = steps_of(found)
    readable = LessonPage.objects.published_to(request.user).select_related("organisation")
    prefetch_related_objects(steps, Prefetch("lessons", queryset=readable))
    rollout = next(iter(known(_open_of(found.pk), guide=found)), None)
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
        "leads": with_places(_leads_of(request.user, found.pk)),
        "documents": _documents_of(request.user, found.pk),
    }
    return render(request, "guides/guide.html", context)
