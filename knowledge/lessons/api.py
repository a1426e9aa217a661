"""Lessons in the API."""

from ninja import Router

from .models import LessonPage
from .schemas import LessonOut

router = Router(tags=["lessons"])
PAGE = 50


@router.get("", response=list[LessonOut])
def lessons(request, page: int = 1):
    """The published lessons one may read, the latest first, 50 a page."""
    first = (min(max(page, 1), 10_000) - 1) * PAGE
    found = LessonPage.objects.published_to(request.user).latest().for_list().prefetch_related("themes")
    return [
        {
            "id": lesson.pk,
            "slug": lesson.slug,
            "title": lesson.title,
            "summary": lesson.summary,
            "organisation": str(lesson.organisation),
            "authors": [str(author) for author in lesson.authors.all()],
            "themes": [theme.slug for theme in lesson.themes.all()],
            "reuses": len(lesson.reuses.all()),
            "url": lesson.get_absolute_url(),
            "published": lesson.first_published_at,
        }
        for lesson in found[first : first + PAGE]
    ]
