"""What a person has been told."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Prefetch, QuerySet


class NotificationQuerySet(QuerySet[Any]):
    """Notifications: each is its recipient's alone."""

    def visible_to(self, user: Any) -> NotificationQuerySet:
        """One's own."""
        return self.filter(recipient=user.pk)

    def unread(self) -> NotificationQuerySet:
        """Not read yet."""
        return self.filter(read_at=None)

    def for_display(self, reader: Any) -> NotificationQuerySet:
        """With who did it, as far as `reader` sees them, and what it is about."""
        people = apps.get_model("accounts", "User").objects.with_organisations(reader)
        return self.prefetch_related(Prefetch("actor", queryset=people), "about")
