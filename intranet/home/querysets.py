"""Who reads news."""

from __future__ import annotations

from typing import Any

from django.db.models import Manager
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class NewsQuerySet(PageQuerySet):
    """News, through the rule."""

    def visible_to(self, user: Any) -> NewsQuerySet:
        """What is published, for agents of the pool; nothing for anyone else."""
        return self.live() if user.is_authenticated and user.is_agent else self.none()


NewsManager: type[Manager[Any]] = PageManager.from_queryset(NewsQuerySet)
