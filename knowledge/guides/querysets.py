"""Which guides and roll-outs a person may read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class GuideQuerySet(PageQuerySet):
    """Guides, through the rule."""

    def visible_to(self, user: Any) -> GuideQuerySet:
        """The published ones, for agents of the pool."""
        return self.live() if user.is_authenticated and user.is_agent else self.none()


class RolloutQuerySet(QuerySet[Any]):
    """Roll-outs, through the rule of their guide."""

    def visible_to(self, user: Any) -> RolloutQuerySet:
        """Those of the guides `user` reads: the whole pool sees who is where."""
        guides = apps.get_model("guides", "GuidePage").objects.visible_to(user)
        return self.filter(guide__in=guides.values("pk"))

    def open(self) -> RolloutQuerySet:
        """Those that go on."""
        return self.filter(closed_at=None)


GuideManager = PageManager.from_queryset(GuideQuerySet)
