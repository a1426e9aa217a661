"""Which threads and messages a person may read, and what is new in them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, F, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce

from spaces.documents.models import Document
from spaces.workspaces.querysets import readable


class ThreadQuerySet(QuerySet[Any]):
    """Threads, through the rule of their space."""

    def visible_to(self, user: Any) -> ThreadQuerySet:
        """Those of the spaces `user` may read."""
        return self.filter(space__in=readable(user, "discussions"))

    def with_unread(self, user: Any) -> ThreadQuerySet:
        """With `unread`: how many messages of others came since `user` joined the space, after the last one they
        saw.
        """
        joined = (
            apps.get_model("workspaces", "SpaceMembership")
            .objects.filter(user=user, space=OuterRef("space"))
            .values("joined_at")
        )
        marks = apps.get_model("discussions", "ReadMark").objects.filter(user=user, thread=OuterRef("pk")).values("seq")
        newer = (
            apps.get_model("discussions", "Message")
            .objects.filter(thread=OuterRef("pk"), deleted_at=None, created_at__gt=OuterRef("joined_space"))
            .filter(seq__gt=Coalesce(OuterRef("seen"), 0))
            .exclude(author=user)
            .order_by()
            .values("thread")
            .annotate(n=Count("pk"))
            .values("n")
        )
        known = self.annotate(seen=Subquery(marks), joined_space=Subquery(joined))
        return known.annotate(unread=Coalesce(Subquery(newer), 0))

    def unread_by(self, user: Any) -> ThreadQuerySet:
        """Those where a message of others came since `user` joined the space, after the last one they saw."""
        held = apps.get_model("workspaces", "SpaceMembership").objects.filter(user=user, space=OuterRef("space"))
        marks = apps.get_model("discussions", "ReadMark").objects.filter(user=user, thread=OuterRef("pk")).values("seq")
        newer = (
            apps.get_model("discussions", "Message")
            .objects.filter(thread=OuterRef("pk"), deleted_at=None, created_at__gt=OuterRef("joined_space"))
            .filter(seq__gt=Coalesce(OuterRef("seen"), 0))
            .exclude(author=user)
        )
        known = self.annotate(seen=Subquery(marks), joined_space=Subquery(held.values("joined_at")))
        return known.filter(Exists(newer), active_at__gt=F("joined_space"))

    def with_authors(self) -> ThreadQuerySet:
        """With who opened each and their organisations, for crests."""
        users = apps.get_model("accounts", "User").objects
        return self.prefetch_related(Prefetch("author", queryset=users.with_organisations()))

    def latest(self) -> ThreadQuerySet:
        """Pinned first, then by the last message."""
        return self.order_by("-pinned", "-active_at", "-pk")


class MessageQuerySet(QuerySet[Any]):
    """Messages, through the rule of their thread."""

    def visible_to(self, user: Any) -> MessageQuerySet:
        """Those of the threads `user` may read."""
        return self.filter(thread__space__in=readable(user, "discussions"))

    def with_authors(self) -> MessageQuerySet:
        """With who wrote each and their organisations."""
        users = apps.get_model("accounts", "User").objects
        return self.prefetch_related(Prefetch("author", queryset=users.with_organisations()))

    def for_display(self) -> MessageQuerySet:
        """With all that `_message.html` reads, in a number of queries that does not grow with the messages.

        But for the thread and its space: a page of one thread has them.
        """
        return self.with_parts().with_authors()

    def with_parts(self) -> MessageQuerySet:
        """The same without the authors, for who reads them at once with other people (`read_for`)."""
        joined = apps.get_model("discussions", "Attachment").objects
        shown = joined.filter(document__binned_at=None, document__space=F("message__thread__space"))
        return self.select_related("quote__author").prefetch_related(
            "reactions",
            # Neither in the bin nor moved to another space.
            Prefetch("attachments", queryset=shown),
            Prefetch("attachments__document", queryset=Document.objects.with_files(space=False)),
        )
