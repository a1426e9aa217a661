"""Which documents and folders a person may read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Count, Prefetch, Q, QuerySet

from intranet.core.plugs import plugged
from spaces.workspaces.querysets import readable

from .constants import Audience


class DocumentQuerySet(QuerySet[Any]):
    """Documents, through the rule."""

    def visible_to(self, user: Any) -> DocumentQuerySet:
        """Those of the spaces `user` may read, and those attached to what they read elsewhere
        (`register_attachments`).
        """
        return self.filter(Q(space__in=readable(user, "documents")) | _beyond(user))

    def beyond_spaces(self, user: Any) -> DocumentQuerySet:
        """Those attached to what `user` reads elsewhere than in a space."""
        return self.filter(_beyond(user))

    def with_files(self) -> DocumentQuerySet:
        """With the current version and its file already read, all but its words."""
        return self.select_related("space", "current__file").defer("current__file__text")

    def with_people(self) -> DocumentQuerySet:
        """With who filed the current version and their organisations, for crests."""
        people = apps.get_model("accounts", "User").objects
        return self.prefetch_related(Prefetch("current__author", queryset=people.with_organisations()))

    def in_bin(self) -> DocumentQuerySet:
        """Those thrown away and not yet gone (of `Document.everywhere`)."""
        return self.filter(binned_at__isnull=False)


class FolderQuerySet(QuerySet[Any]):
    """Folders, read with their space."""

    def visible_to(self, user: Any) -> FolderQuerySet:
        """Those of the spaces `user` may read."""
        return self.filter(space__in=readable(user))

    def with_counts(self) -> FolderQuerySet:
        """With how many documents (the bin left out) and folders are right inside."""
        kept = Q(documents__binned_at=None)
        return self.annotate(
            number=Count("documents", filter=kept, distinct=True), inner=Count("folders", distinct=True)
        )


def _beyond(user: Any) -> Q:
    """Attached to a lesson or a guide that `user` reads, and allowed to leave its space."""
    rule = Q(pk__in=[])
    for attached in plugged("register_attachments"):
        rule |= Q(pk__in=attached(user), audience=Audience.POOL)
    return rule
