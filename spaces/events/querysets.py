"""Which events a person may see, when they are, and who comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from spaces.workspaces.querysets import readable

from .constants import Answer


class EventQuerySet(QuerySet[Any]):
    """Events, through the rule of their space."""

    def visible_to(self, user: Any) -> EventQuerySet:
        """Those of the spaces `user` may read."""
        return self.filter(space__in=readable(user, "events"))

    def upcoming(self, now: datetime | None = None) -> EventQuerySet:
        """Those that are not over, the nearest first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def coming_of(self, *people: Any) -> EventQuerySet:
        """Those that one of `people` organises, not over nor cancelled."""
        return self.filter(organiser__in=people, cancelled_at=None).upcoming()

    def kept_for(self, person: Any, organisation: Any) -> EventQuerySet:
        """Those in the spaces of `person` that have to do with `organisation`, as the rule of spaces says; everywhere,
        when they belong to no other.
        """
        if not set(person.pool_organisation_ids) - {organisation.pk}:
            return self
        memberships = apps.get_model("workspaces", "SpaceMembership").objects.current().filter(user=person)
        return self.filter(space__in=memberships.kept_for(person, organisation).values("space"))

    def past(self, now: datetime | None = None) -> EventQuerySet:
        """Those that are over, the last first."""
        return self.filter(ends_at__lt=now or timezone.now()).order_by("-starts_at", "-pk")

    def with_answers(self, user: Any) -> EventQuerySet:
        """With `coming`, how many people come, and `mine`, what `user` answered; spaces already read."""
        answers = apps.get_model("events", "Attendance").objects.filter(event=OuterRef("pk")).order_by()
        coming = answers.filter(answer=Answer.YES).values("event").annotate(n=Count("pk")).values("n")
        return self.select_related("space").annotate(
            coming=Coalesce(Subquery(coming), 0), mine=Subquery(answers.filter(user=user.pk).values("answer"))
        )

    def with_organisers(self) -> EventQuerySet:
        """With who organises each and their organisations, for crests."""
        people = apps.get_model("accounts", "User").objects
        return self.prefetch_related(Prefetch("organiser", queryset=people.with_organisations()))
