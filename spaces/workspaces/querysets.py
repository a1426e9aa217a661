"""Which spaces a person may see listed, and which they may read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, When
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from intranet.core.rules import compiled_once

from .constants import Access, Follow, SpaceRole


class SpaceMembershipQuerySet(QuerySet[Any]):
    """Memberships of spaces, with the clock."""

    def current(self) -> SpaceMembershipQuerySet:
        """Those that hold today (an end date is the first day without it)."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))

    def giving_access_to(self, user: Any) -> SpaceMembershipQuerySet:
        """Those of `user` that hold today for what the person is: of any role an agent's, and an administrator's (who
        gave their reason); anyone else's as a guest only.
        """
        held = self.current().filter(user=user)
        return held if user.is_agent or user.is_superuser else held.filter(role=SpaceRole.GUEST)

    def leading(self) -> SpaceMembershipQuerySet:
        """Those of today whose people may lead: agents, and administrators."""
        people = apps.get_model("accounts", "User").objects
        may_lead = Q(user__in=people.agents().values("pk")) | Q(user__is_superuser=True, user__is_active=True)
        return self.current().filter(may_lead, role=SpaceRole.LEAD)

    def letting_in(self, access: str) -> SpaceMembershipQuerySet:
        """Those of today that let their person into a space of that access, whoever they are: `giving_access_to` and
        `_in_person` say the same of one person.
        """
        people = apps.get_model("accounts", "User").objects
        entitled = Q(user__in=people.agents().values("pk")) | Q(user__is_superuser=True) | Q(role=SpaceRole.GUEST)
        named = Q(role__in=[SpaceRole.LEAD, SpaceRole.GUEST]) if access == Access.ORGANISATIONS else Q()
        return self.current().filter(entitled & named, user__is_active=True)

    def everything(self) -> SpaceMembershipQuerySet:
        """Those of today whose people want to hear of every thread."""
        return self.current().filter(follow=Follow.EVERYTHING, user__is_active=True)

    def kept_for(self, person: Any, organisation: Any) -> SpaceMembershipQuerySet:
        """Those of `person` that have to do with `organisation`: not in a space that is for other organisations alone.

        Whoever belongs elsewhere too works with others on account of that: of the spaces that name no organisation,
        those alone are kept for this one where somebody else of it is, or nobody else at all.
        """
        listed = apps.get_model("workspaces", "SpacePage").organisations.through.objects.filter(
            organisation=organisation
        )
        of_others = ~Q(space__access=Access.ORGANISATIONS)
        if set(person.pool_organisation_ids) - {organisation.pk}:
            agents = apps.get_model("accounts", "Membership").objects.active().filter(organisation=organisation)
            others = self.model.objects.current().exclude(user=person).exclude(role=SpaceRole.GUEST)
            ours = others.filter(user__in=agents.values("user"))
            of_others &= Q(space__in=ours.values("space")) | ~Q(space__in=others.values("space"))
        return self.filter(of_others | Q(space__access=Access.ORGANISATIONS, space__in=listed.values("spacepage")))

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


class SpaceInvitationQuerySet(QuerySet[Any]):
    """Invitations, through the rule."""

    def waiting(self) -> SpaceInvitationQuerySet:
        """Those nobody has answered nor taken back, expired or not."""
        return self.filter(closed_at=None)

    def open(self) -> SpaceInvitationQuerySet:
        """Those that may still be accepted: in time, and before the day when what they give is over."""
        kept = Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())
        standing = {"space__binned_at": None, "space__archived_at": None}
        return self.waiting().filter(kept, expires_at__gt=timezone.now(), **standing)

    def visible_to(self, user: Any) -> SpaceInvitationQuerySet:
        """One's own, by each address that one proved, while they may be accepted."""
        if not _may_enter(user):
            return self.none()
        proved = apps.get_model("account", "EmailAddress").objects.filter(user=user.pk, verified=True)
        return self.open().filter(Q(email=user.email) | Q(email__in=proved.values("email")))


class SpaceQuerySet(PageQuerySet):
    """Spaces, through the rule. Both faces cost one query, however many spaces there are."""

    def visible_to(self, user: Any) -> SpaceQuerySet:
        """Whose name and purpose `user` may see.

        What they may read, and for agents the spaces that one asks to join.
        """
        return self.standing().filter(_rule(user, listed=True)) if _may_enter(user) else self.none()

    def readable_by(self, user: Any, module: str = "") -> SpaceQuerySet:
        """Whose content `user` may read; those alone that have `module`, when it is named."""
        if not _may_enter(user):
            return self.none()
        readable = self.standing().filter(_rule(user, listed=False))
        return readable.exclude(modules_off__contains=f",{module},") if module else readable

    def joined_by(self, user: Any, module: str = "") -> SpaceQuerySet:
        """Those `user` is in and may read."""
        return self.readable_by(user, module).filter(pk__in=_joined(user))

    def with_activity(self, user: Any) -> SpaceQuerySet:
        """With `readable`, and `known_at`: the last activity, for who may read it; else when it was opened."""
        readable = self.model.objects.readable_by(user).filter(pk=OuterRef("pk"))
        return self.annotate(readable=Exists(readable)).annotate(
            known_at=Case(When(readable=True, then=F("active_at")), default=F("created_at"))
        )

    def note_activity(self, pk: int, at: Any) -> bool:
        """Something is being written in the space `pk`: it is active. False when it is read-only by now: it may have
        been archived, or thrown away, since it was asked who may write. In the writer's transaction, which holds it.
        """
        return bool(self.filter(pk=pk, archived_at=None, binned_at=None).update(active_at=at))

    def standing(self) -> SpaceQuerySet:
        """Those that are not in the bin."""
        return self.filter(live=True, binned_at=None)

    def without_lead(self) -> SpaceQuerySet:
        """Those that nobody may lead today, until an administrator does (`take_lead`)."""
        led = apps.get_model("workspaces", "SpaceMembership").objects.leading()
        return self.standing().exclude(pk__in=led.values("space"))

    def binned_by(self, user: Any) -> SpaceQuerySet:
        """Those in the bin that `user` may take out of it or away: their leads'; to administrators, those whose time
        there is over.
        """
        if not _may_enter(user):
            return self.none()
        rule = Q(pk__in=led_by(user))
        if user.is_superuser:
            rule |= Q(binned_at__lte=timezone.now() - timedelta(days=settings.SPACE_BIN_DAYS))
        return self.filter(rule, binned_at__isnull=False)


def _may_enter(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active)


@compiled_once
def readable(user: Any, module: str = "") -> SpaceQuerySet:
    """Ids of the spaces `user` may read (`readable_by`): the rule of what is in them, `filter(space__in=…)`."""
    return apps.get_model("workspaces", "SpacePage").objects.readable_by(user, module).values("pk")


@compiled_once
def led_by(user: Any) -> SpaceMembershipQuerySet:
    """Ids of the spaces `user` leads, whatever state they are in."""
    return _memberships(user).filter(role=SpaceRole.LEAD).values("space")


@compiled_once
def _joined(user: Any) -> SpaceMembershipQuerySet:
    return _memberships(user).values("space")


@compiled_once
def _in_person(user: Any) -> SpaceMembershipQuerySet:
    """Between organisations, belonging to one of them is what gives the right: a member who moves to a commune that is
    not listed leaves with the membership of the old one, while leads and guests were named in person.
    """
    named = Q(role__in=[SpaceRole.LEAD, SpaceRole.GUEST]) | ~Q(space__access=Access.ORGANISATIONS)
    return _memberships(user).filter(named).values("space")


@compiled_once
def _of_organisations(user: Any) -> QuerySet[Any]:
    listed = apps.get_model("workspaces", "SpacePage").organisations.through.objects
    return listed.filter(organisation__in=user.pool_organisation_ids).values("spacepage")


def _memberships(user: Any) -> Any:
    return apps.get_model("workspaces", "SpaceMembership").objects.giving_access_to(user)


def _rule(user: Any, *, listed: bool) -> Q:
    """The one rule of access to spaces."""
    rule = Q(pk__in=_in_person(user))
    if user.is_agent:
        by_itself = [Access.OPEN, Access.ON_REQUEST] if listed else [Access.OPEN]
        rule |= Q(access__in=by_itself) | Q(access=Access.ORGANISATIONS, pk__in=_of_organisations(user))
    return rule


SpaceManager = PageManager.from_queryset(SpaceQuerySet)
