"""Events as search entries, in their space's container."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.core.text import plain_text
from search.projection import project_all
from spaces.workspaces.models import SpacePage

from .models import Event


class EventSource(SearchSource):
    """A meeting is found by what it is about and where it is; a cancelled one is not."""

    kind = "event"
    weight = 0.8
    label = _("Agenda")
    singular = _("Rendez-vous")
    icon = "calendar-days"
    model = Event

    def queryset(self) -> QuerySet[Any]:
        return Event.objects.select_related("space").with_organisers().prefetch_related("themes")

    def entry(self, obj: Event) -> SearchEntryData | None:
        if obj.cancelled_at:
            return None
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=obj.space.containers("events"),
            headings=obj.place,
            body=plain_text(obj.html),
            organisation=obj.organiser.primary_organisation,
            space_id=obj.space_id,
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.starts_at,
            modified=obj.updated_at,
        )


def follow_modules(space: SpacePage, changed: set[str]) -> None:
    """The agenda of a space was switched on or off: its entries are found, or no longer."""
    if "events" in changed:
        project_all(EventSource(), Event.objects.filter(space=space))
