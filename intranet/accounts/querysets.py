"""Who may see whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.contrib.auth.models import BaseUserManager
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from intranet.core.plugs import plugged
from intranet.core.prepared import prepared
from intranet.core.rules import compiled_once

from .constants import EDITORS_GROUP, MembershipRole, Nearness


class MembershipQuerySet(QuerySet[Any]):
    """Memberships, with the clock."""

    def active(self) -> MembershipQuerySet:
        """Those that hold today: begun, and not ended (an end date is the first day without it)."""
        today = timezone.localdate()
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=today), started_on__lte=today)

    def in_pool(self) -> MembershipQuerySet:
        """Those in an organisation of the pool: they make an agent."""
        return self.filter(organisation__in_pool=True)


class InvitationQuerySet(QuerySet[Any]):
    """Invitations: those who manage an organisation's agents see them."""

    def visible_to(self, user: Any) -> InvitationQuerySet:
        """Those of the organisations whose agents `user` manages."""
        return self.filter(organisation__in=_managed_by(user))

    def waiting(self) -> InvitationQuerySet:
        """Neither accepted nor revoked; they may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)


class AttachmentRequestQuerySet(QuerySet[Any]):
    """Requests of people who belong nowhere yet."""

    def visible_to(self, user: Any) -> AttachmentRequestQuerySet:
        """One's own, and those made to the organisations whose agents one manages."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(user=user.pk) | Q(organisation__in=_managed_by(user)))

    def waiting(self) -> AttachmentRequestQuerySet:
        """Not answered yet."""
        return self.filter(answered_at=None)


class MoveQuerySet(QuerySet[Any]):
    """Moves from an organisation to another."""

    def visible_to(self, user: Any) -> MoveQuerySet:
        """Those from or to an organisation whose agents `user` manages."""
        managed = _managed_by(user)
        return self.filter(Q(destination__in=managed) | Q(membership__organisation__in=managed))

    def waiting(self) -> MoveQuerySet:
        """Not answered yet."""
        return self.filter(answered_at=None)


NOBODY = Q(pk__in=())


def _met_by(user: Any) -> Q:
    return reduce(or_, (Q(pk__in=circle.people(user)) for circle in plugged("register_circle")), NOBODY)


@compiled_once
def _agents(_user: Any) -> Any:
    return apps.get_model("accounts", "User").objects.agents().values("pk")


@compiled_once
def _colleagues(user: Any) -> Any:
    """Ids of those who belong to an organisation of `user`'s, whether it is of the pool or not."""
    held = apps.get_model("accounts", "Membership").objects.active().filter(organisation__in=user.organisation_ids)
    return held.values("user")


@prepared
def _people(ids: Any) -> Any:
    return apps.get_model("accounts", "User").objects.filter(pk__in=ids)


@prepared
def _people_near(reader: Any, ids: Any) -> Any:
    return apps.get_model("accounts", "User").objects.near(reader).filter(pk__in=ids)


@prepared
def _memberships_of(ids: Any) -> Any:
    active = apps.get_model("accounts", "Membership").objects.active().select_related("organisation")
    return active.filter(user__in=ids).order_by("-is_primary", "pk")


def with_places(people: list[Any]) -> list[Any]:
    """`people`, each with its `active_memberships` and their organisations (as `with_organisations`). One query."""
    places = defaultdict(list)
    for membership in _memberships_of([person.pk for person in people]):
        places[membership.user_id].append(membership)
    for person in people:
        person.active_memberships = places[person.pk]
    return people


class DormancyQuerySet(QuerySet[Any]):
    """Unused accounts: those who manage the agents of their organisations know of them."""

    def visible_to(self, user: Any) -> DormancyQuerySet:
        """Those of the people of the organisations whose agents `user` manages."""
        membership = apps.get_model("accounts", "Membership")
        held = membership.objects.active().filter(organisation__in=_managed_by(user))
        return self.filter(user__in=held.values("user"))


def _managed_by(user: Any) -> Any:
    return apps.get_model("organisations", "Organisation").objects.managed_by(user)


class UserQuerySet(QuerySet[Any]):
    """People, through the rule."""

    def agents(self) -> UserQuerySet:
        """People with an active account and an active membership in the pool."""
        membership = self.model._meta.get_field("memberships").related_model
        return self.filter(Exists(membership.objects.active().in_pool().filter(user=OuterRef("pk"))), is_active=True)

    def of(self, organisation: Any) -> UserQuerySet:
        """People with an active account who belong to `organisation` today."""
        membership = self.model._meta.get_field("memberships").related_model
        held = membership.objects.active().filter(organisation=organisation)
        return self.filter(pk__in=held.values("user"), is_active=True)

    def referents_of(self, organisation: Any) -> UserQuerySet:
        """Those who speak for `organisation` today."""
        membership = self.model._meta.get_field("memberships").related_model
        held = membership.objects.active().filter(organisation=organisation, role=MembershipRole.REFERENT)
        return self.filter(pk__in=held.values("user"), is_active=True)

    def editors(self) -> UserQuerySet:
        """The people of the group of editors, with an active account."""
        return self.filter(groups__name=EDITORS_GROUP, is_active=True)

    def going_on_in(self, organisations: Any) -> UserQuerySet:
        """Who may go on where one of `organisations` lost somebody: its referents, the first one first; the editors
        where it has none.
        """
        agents = self.agents().order_by("pk")
        for organisation in organisations:
            found = agents.filter(pk__in=self.model.objects.referents_of(organisation).values("pk"))
            if found.exists():
                return found
        return agents.filter(pk__in=self.model.objects.editors().values("pk"))

    def unused_since(self, moment: Any) -> UserQuerySet:
        """Those who have not signed in since `moment`, nor are signed in now, with `used_at`, when they last were.

        A session lasts days and keeps its end up to date when it is written to: no request writes for this.
        """
        alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
        signed_in = apps.get_model("usersessions", "UserSession").objects.filter(user=OuterRef("pk"))
        began = Coalesce("dormancy__reopened_at", "date_joined")
        used_at = Greatest(Coalesce("last_login", "date_joined"), "date_joined", began)
        found = self.annotate(used_at=used_at).filter(used_at__lte=moment)
        return found.exclude(Exists(signed_in.filter(session_key__in=alive)))

    def holding(self, email: str) -> UserQuerySet:
        """Whose address `email` is: what they sign in with, or one more that they proved. Somebody may have signed up
        with another's address: until they prove it, it is not theirs.
        """
        proofs = apps.get_model("account", "EmailAddress").objects.filter(user=OuterRef("pk"), email=email)
        return self.filter(
            Q(email=email) & ~Exists(proofs.filter(verified=False)) | Exists(proofs.filter(verified=True))
        )

    def visible_to(self, user: Any) -> UserQuerySet:
        """Oneself; for an agent, every agent; for anyone, those who share a place with them."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(pk=user.pk) | _met_by(user) | self._agent_to(user))

    def _agent_to(self, user: Any) -> Q:
        return Q(pk__in=_agents(user)) if user.is_agent else NOBODY

    def met_by(self, user: Any) -> UserQuerySet:
        """Those who share a place with `user`, whatever the place."""
        return self.filter(_met_by(user))

    def near(self, reader: Any) -> UserQuerySet:
        """With `nearness`: how near `reader` is to each, which says what they see of a profile (`User.shown`).

        The other face of `policies.nearness_of`; near to nobody but those that `visible_to` shows.
        """
        if not reader.is_authenticated:
            return self.annotate(nearness=Value(Nearness.NOBODY))
        colleague, met, agent = Q(pk__in=_colleagues(reader)), _met_by(reader), self._agent_to(reader)
        cases = [
            When(Q(pk=reader.pk) | colleague & (met | agent), then=Value(Nearness.COLLEAGUE)),
            When(met, then=Value(Nearness.MET)),
            When(agent, then=Value(Nearness.AGENT)),
        ]
        return self.annotate(nearness=Case(*cases, default=Value(Nearness.NOBODY), output_field=IntegerField()))

    def showing(self, reader: Any, field: str, **lookup: Any) -> UserQuerySet:
        """Those of whom `reader` sees `field`, and of them those that answer `lookup`. What is hidden finds nobody."""
        return self.near(reader).filter(Q(**lookup), **{f"{field}_level__gte": F("nearness")})

    def with_organisations(self, reader: Any = None) -> UserQuerySet:
        """With `active_memberships` and their organisations already read, so that crests cost no query each.

        Given the `reader`, also what they see of each profile, photo included; without one nothing of it is shown.
        """
        membership = self.model._meta.get_field("memberships").related_model
        active = membership.objects.active().select_related("organisation").order_by("-is_primary", "pk")
        people = self if reader is None else self.near(reader)
        return people.prefetch_related(Prefetch("memberships", queryset=active, to_attr="active_memberships"))

    def read_for(self, pairs: Iterable[tuple[Any, str]], reader: Any = None) -> None:
        """Read at once the people that objects of any kind point at (`(thread, "author")`), with their organisations.

        Two queries for a whole page, where a prefetch for each list would cost two a list.
        """
        wanted = [(thing, name, getattr(thing, f"{name}_id")) for thing, name in pairs]
        ids = {pk for _, _, pk in wanted}
        found = with_places(_people(ids) if reader is None else _people_near(reader, ids))
        people = {person.pk: person for person in found}
        for thing, name, pk in wanted:
            setattr(thing, name, people[pk])


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; the e-mail address is the name."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """An account that signs in with `email`; without a password, it cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Any:
        """An administrator (the IT team). Made by who holds the server: their address needs no proof by mail, which
        may not leave yet.
        """
        with transaction.atomic(using=self._db):
            user = self.create_user(email, password, is_superuser=True, **fields)
            user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, email: str) -> Any:
        """The person who signs in with this address, however it is typed."""
        return self.get(email=email.lower())
