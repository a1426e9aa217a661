"""Which spaces a person may see listed, and which they may read."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from .constants import Access, SpaceRole


class SpaceMembershipQuerySet(QuerySet[Any]):
    """Memberships of spaces, with the clock."""

    def current(self) -> SpaceMembershipQuerySet:
        """Those that hold today (an end date is the first day without it)."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))

    def giving_access_to(self, user: Any) -> SpaceMembershipQuerySet:
        """Those of `user` that hold today for what the person is: an agent's of any role, anyone else's as a guest
        only.
        """
        held = self.current().filter(user=user)
        return held if user.is_agent else held.filter(role=SpaceRole.GUEST)

    def kept_for(self, organisation: Any) -> SpaceMembershipQuerySet:
        """Those that have to do with `organisation`: not in a space that is for other organisations alone."""
        listed = apps.get_model("workspaces", "SpacePage").organisations.through.objects.filter(
            organisation=organisation
        )
        return self.filter(~Q(space__access=Access.ORGANISATIONS) | Q(space__in=listed.values("spacepage")))

    def lost_without(self, person: Any, organisation: Any) -> SpaceMembershipQuerySet:
        """Those of `person` that go with `organisation`, which they have left: all of them when they are no agent any
        more. Else the spaces of organisations that list none of theirs, and the closed ones (on request, private) whose
        other members are all of the organisation that was left: nobody else ever worked there.
        """
        if not person.is_agent:
            return self
        listed = apps.get_model("workspaces", "SpacePage").organisations.through.objects.filter(
            organisation__in=person.pool_organisation_ids
        )
        agents = apps.get_model("accounts", "Membership").objects.active().filter(organisation=organisation)
        elsewhere = self.model.objects.current().filter(~Q(role=SpaceRole.GUEST), ~Q(user__in=agents.values("user")))
        elsewhere = elsewhere.exclude(user=person)
        return self.filter(
            Q(space__access=Access.ORGANISATIONS) & ~Q(space__in=listed.values("spacepage"))
            | Q(space__access__in=[Access.ON_REQUEST, Access.PRIVATE]) & ~Q(space__in=elsewhere.values("space"))
        )


class SpaceQuerySet(PageQuerySet):
    """Spaces, through the rule. Both faces cost one query, however many spaces there are."""

    def visible_to(self, user: Any) -> SpaceQuerySet:
        """Whose name and purpose `user` may see.

        What they may read, and for agents the spaces that one asks to join.
        """
        return self.filter(_rule(user, listed=True), live=True) if _may_enter(user) else self.none()

    def readable_by(self, user: Any) -> SpaceQuerySet:
        """Whose content `user` may read."""
        return self.filter(_rule(user, listed=False), live=True) if _may_enter(user) else self.none()

    def joined_by(self, user: Any) -> SpaceQuerySet:
        """Those `user` is in and may read."""
        return self.readable_by(user).filter(pk__in=_memberships(user).values("space"))


def _may_enter(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


def _memberships(user: Any) -> Any:
    return apps.get_model("workspaces", "SpaceMembership").objects.giving_access_to(user)


def _rule(user: Any, *, listed: bool) -> Q:
    """The one rule of access to spaces.

    Between organisations, belonging to one of them is what gives the right: a member who moves to a commune that is not
    listed leaves with the membership of the old one, while leads and guests were named in person.
    """
    in_person = Q(role__in=[SpaceRole.LEAD, SpaceRole.GUEST]) | ~Q(space__access=Access.ORGANISATIONS)
    rule = Q(pk__in=_memberships(user).filter(in_person).values("space"))
    if user.is_agent:
        by_itself = [Access.OPEN, Access.ON_REQUEST] if listed else [Access.OPEN]
        of_mine = apps.get_model("workspaces", "SpacePage").organisations.through.objects.filter(
            organisation__in=user.pool_organisation_ids
        )
        rule |= Q(access__in=by_itself) | Q(access=Access.ORGANISATIONS, pk__in=of_mine.values("spacepage"))
    return rule


SpaceManager = PageManager.from_queryset(SpaceQuerySet)
