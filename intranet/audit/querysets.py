"""What of the record is whose to read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone


class EntryQuerySet(QuerySet[Any]):
    """Acts, through the rule."""

    def visible_to(self, user: Any) -> EntryQuerySet:
        """All of them to administrators; to referents those of the organisations that they refer to today."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        ours = [organisation.pk for organisation in user.refers_to]
        return self.filter(organisation_id__in=ours) if ours else self.none()

    def answering(
        self,
        *,
        person: str = "",
        act: str = "",
        organisation: str = "",
        since: date | None = None,
        until: date | None = None,
    ) -> EntryQuerySet:
        """Those of a person (who did it, or to whom), of an act, of an organisation, from a day to a day included."""
        found = self
        for word in person.split():
            about = Q(object_kind="accounts.user", object_name__icontains=word)
            found = found.filter(Q(actor_name__icontains=word) | about)
        if act:
            found = found.filter(action=act)
        if organisation:
            found = found.filter(organisation_name__icontains=organisation)
        if since:
            found = found.filter(at__gte=_midnight(since))
        if until:
            found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
        return found

    def older_than(self, entry: Any) -> EntryQuerySet:
        """Those that come after `entry` in the list, newest first."""
        return self.filter(Q(at__lt=entry.at) | Q(at=entry.at, pk__lt=entry.pk))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
