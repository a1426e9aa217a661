"""Spaces as search entries, and what a person may read of spaces."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.core.prepared import prepared
from intranet.core.text import plain_text

from .constants import Access
from .models import SpacePage


@prepared
def _readable(reader: Any) -> QuerySet[Any, Any]:
    return SpacePage.objects.readable_by(reader).values_list("pk", flat=True)


@prepared
def _listed(reader: Any) -> QuerySet[Any, Any]:
    return SpacePage.objects.visible_to(reader).values_list("pk", flat=True)


class SpaceSource(SearchSource):
    """A space's card is for whom it is listed; its introduction is content, for who reads it."""

    kind = "space"
    label = _("Espaces")
    singular = _("Espace")
    icon = "messages-square"
    model = SpacePage

    def queryset(self) -> QuerySet[Any]:
        return SpacePage.objects.prefetch_related("themes")

    def entry(self, obj: SpacePage) -> SearchEntryData | None:
        if not obj.live or obj.binned_at:
            return None
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=(f"listed:{obj.pk}",),
            headings=obj.purpose,
            space_id=obj.pk,
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.created_at,
            # What is listed says nothing of what goes on inside.
            modified=obj.created_at if obj.access == Access.ON_REQUEST else obj.active_at,
        )

    def tokens(self, user: Any) -> Iterable[str]:
        return [f"space:{pk}" for pk in _readable(user)] + [f"listed:{pk}" for pk in _listed(user)]


class SpaceIntroSource(SpaceSource):
    """The introduction of a space, for who reads it."""

    kind = "space-intro"
    label = _("Présentations d’espaces")
    singular = _("Présentation d’espace")

    def entry(self, obj: SpacePage) -> SearchEntryData | None:
        if not obj.live or obj.binned_at or not obj.intro:
            return None
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=(f"space:{obj.pk}",),
            body=plain_text(obj.intro_html),
            space_id=obj.pk,
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.created_at,
            modified=obj.intro_edited_at or obj.created_at,
            group=f"space:{obj.pk}",
        )

    def tokens(self, user: Any) -> Iterable[str]:
        return ()

    def shown_to(self, user: Any) -> QuerySet[Any]:
        return SpacePage.objects.readable_by(user)
