"""Lessons as search entries."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource

from .constants import Audience
from .models import LessonPage


class LessonSource(SearchSource):
    """A published lesson, in the containers of its audience."""

    kind = "lesson"
    weight = 1.8
    label = _("Retours d’expérience")
    singular = _("Retour d’expérience")
    icon = "book-open-text"
    model = LessonPage

    def queryset(self) -> QuerySet[Any]:
        return LessonPage.objects.select_related("organisation").prefetch_related("themes", "organisations")

    def entry(self, obj: LessonPage) -> SearchEntryData | None:
        if not obj.live:
            return None
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=self._containers(obj),
            headings=f"{obj.tools} {obj.scale}",
            body=f"{obj.summary} {obj.text}",
            organisation=obj.organisation,
            space_id=obj.space_id,
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.first_published_at,
            modified=obj.last_published_at,
        )

    def shown_to(self, user: Any) -> QuerySet[Any]:
        return LessonPage.objects.published_to(user)

    def _containers(self, lesson: LessonPage) -> tuple[str, ...]:
        if lesson.audience == Audience.SPACE:
            return (f"space:{lesson.space_id}",)
        if lesson.audience == Audience.ORGANISATIONS:
            return tuple(f"org:{each.pk}" for each in lesson.organisations.all())
        return ("agents",)
