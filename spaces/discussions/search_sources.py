"""Threads and messages as search entries. Both live in their space's container."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.core.text import plain_text
from search.projection import project_all
from spaces.workspaces.models import SpacePage

from .models import Message, Thread


class ThreadSource(SearchSource):
    """A thread is found by its subject; its themes are there."""

    kind = "thread"
    label = _("Discussions")
    singular = _("Discussion")
    icon = "messages-square"
    model = Thread

    def queryset(self) -> QuerySet[Any]:
        return Thread.objects.select_related("space").with_authors().prefetch_related("themes")

    def entry(self, obj: Thread) -> SearchEntryData:
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=obj.space.containers("discussions"),
            organisation=obj.author.primary_organisation,
            space_id=obj.space_id,
            themes=tuple(theme.pk for theme in obj.themes.all()),
            published=obj.created_at,
            modified=obj.active_at,
            group=f"thread:{obj.pk}",
        )


class MessageSource(SearchSource):
    """A message is found by its words."""

    kind = "message"
    label = _("Messages")
    singular = _("Message")
    icon = "message-square"
    model = Message

    def queryset(self) -> QuerySet[Any]:
        return Message.objects.select_related("thread__space").with_authors().prefetch_related("thread__themes")

    def entry(self, obj: Message) -> SearchEntryData | None:
        if obj.deleted_at:
            return None
        return SearchEntryData(
            title=obj.thread.title,
            url=obj.get_absolute_url(),
            containers=obj.thread.space.containers("discussions"),
            body=plain_text(obj.html),
            organisation=obj.author.primary_organisation,
            space_id=obj.thread.space_id,
            themes=tuple(theme.pk for theme in obj.thread.themes.all()),
            published=obj.created_at,
            modified=obj.edited_at or obj.created_at,
            group=f"thread:{obj.thread_id}",
        )

    def shown_to(self, user: Any) -> QuerySet[Any]:
        return Message.objects.visible_to(user).filter(deleted_at=None)


def follow_modules(space: SpacePage, changed: set[str]) -> None:
    """The discussions of a space were switched on or off: their entries are found, or no longer."""
    if "discussions" in changed:
        project_all(ThreadSource(), Thread.objects.filter(space=space))
        project_all(MessageSource(), Message.objects.filter(thread__space=space))
