"""News as search entries."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.core.text import plain_text

from .models import NewsPage


class NewsSource(SearchSource):
    """A piece of news, for agents."""

    kind = "news"
    label = _("Nouvelles")
    singular = _("Nouvelle")
    icon = "newspaper"
    model = NewsPage

    def queryset(self) -> QuerySet[Any]:
        return NewsPage.objects.prefetch_related("themes")

    def entry(self, obj: NewsPage) -> SearchEntryData | None:
        if not obj.live:
            return None
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=("agents",),
            body=plain_text(str(obj.body)),
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.published_at,
            modified=obj.last_published_at,
        )
