"""Guides as search entries."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.core.text import plain_text

from .models import GuidePage, GuideStep


class GuideSource(SearchSource):
    """A guide, with the words of its steps."""

    kind = "guide"
    weight = 2.0
    label = _("Guides")
    singular = _("Guide")
    icon = "route"
    model = GuidePage
    related = {GuideStep: lambda step: [step.guide]}

    def queryset(self) -> QuerySet[Any]:
        return GuidePage.objects.prefetch_related("steps", "themes")

    def entry(self, obj: GuidePage) -> SearchEntryData | None:
        if not obj.live:
            return None
        steps = list(obj.steps.all())
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=("agents",),
            headings=" ".join(step.title for step in steps),
            body=" ".join(
                [
                    plain_text(obj.html.get("intro", "")),
                    *(f"{plain_text(obj.html.get(str(s.key), ''))} {s.who} {s.proof} {s.traps}" for s in steps),
                ]
            ),
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.first_published_at,
            modified=obj.last_published_at,
        )
