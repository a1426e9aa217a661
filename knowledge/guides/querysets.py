"""Which guides and roll-outs a person may read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


class GuideQuerySet(PageQuerySet):
    """Guides, through the rule."""

    def visible_to(self, user: Any) -> GuideQuerySet:
        """The published ones, for agents of the pool."""
        return self.live() if user.is_authenticated and user.is_agent else self.none()

    def kept_for(self, person: Any, organisation: Any) -> GuideQuerySet:
        """Those that `person`, who leads them, leads on account of `organisation`: as the open roll-out of each says
        (`_kept`).
        """
        rollouts = apps.get_model("guides", "Rollout").objects.open()
        return self.filter(_kept("guide", rollouts, person, organisation))


class RolloutQuerySet(QuerySet[Any]):
    """Roll-outs, through the rule of their guide."""

    def visible_to(self, user: Any) -> RolloutQuerySet:
        """Those of the guides `user` reads: the whole pool sees who is where."""
        guides = apps.get_model("guides", "GuidePage").objects.visible_to(user)
        return self.filter(guide__in=guides.values("pk"))

    def open(self) -> RolloutQuerySet:
        """Those that go on."""
        return self.filter(closed_at=None)

    def kept_for(self, person: Any, organisation: Any) -> RolloutQuerySet:
        """Those that `person`, who leads them, leads on account of `organisation` (`_kept`)."""
        return self.filter(_kept("pk", self.model.objects.all(), person, organisation))


def _kept(key: str, rollouts: RolloutQuerySet, person: Any, organisation: Any) -> Q:
    """What has to do with `organisation`: all of it, when the person belongs nowhere else.

    Else what is rolled out there and in none of their other organisations; what is rolled out in none of theirs is the
    pool's own, and goes with their main one.
    """
    places = [each for each in person.organisations if each.in_pool]
    others = [each.pk for each in places if each.pk != organisation.pk]
    if not others:
        return Q()
    elsewhere = Q(pk__in=rollouts.filter(organisations__in=others).values(key))
    here = Q(pk__in=rollouts.filter(organisations=organisation).values(key))
    return ~elsewhere if places[0].pk == organisation.pk else here & ~elsewhere


GuideManager = PageManager.from_queryset(GuideQuerySet)
