"""A rule of access is compiled once for a person's standing; what it chooses is asked each time."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.accounts.constants import Nearness
from intranet.accounts.models import User
from intranet.core import prepared, rules
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import SpacePage
from spaces.workspaces.querysets import readable
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import OrganisationFactory, make_space

pytestmark = pytest.mark.django_db


def chosen(user):
    return set(SpacePage.objects.filter(pk__in=readable(user)))


def test_the_sql_is_kept_and_its_rows_are_not():
    agent = AgentFactory()
    space = make_space(access=Access.PRIVATE)
    before = readable(agent)
    assert chosen(agent) == set()
    membership = space.memberships.create(user=agent, role=SpaceRole.MEMBER)
    assert readable(agent).sql is before.sql
    assert chosen(agent) == {space}
    membership.delete()
    assert chosen(agent) == set()


def test_each_person_has_their_own():
    mine, theirs = make_space(access=Access.PRIVATE), make_space(access=Access.PRIVATE)
    one, other = AgentFactory(), AgentFactory()
    mine.memberships.create(user=one, role=SpaceRole.MEMBER)
    theirs.memberships.create(user=other, role=SpaceRole.MEMBER)
    assert (chosen(one), chosen(other)) == ({mine}, {theirs})


def test_somebody_who_is_no_agent_any_more_has_another_rule():
    agent = AgentFactory()
    space = make_space(access=Access.OPEN)
    assert chosen(agent) == {space}
    agent.memberships.all().delete()
    assert chosen(User.objects.get(pk=agent.pk)) == set()


def test_whom_a_partner_works_with_follows_their_organisation_though_it_is_not_of_the_pool():
    firm = OrganisationFactory(in_pool=False)
    space = make_space(access=Access.PRIVATE)
    guest, other = AgentFactory(firm), AgentFactory(firm)
    for person in (guest, other):
        space.memberships.create(user=person, role=SpaceRole.GUEST)
    assert User.objects.near(guest).get(pk=other.pk).nearness == Nearness.COLLEAGUE
    guest.memberships.all().delete()
    assert User.objects.near(User.objects.get(pk=guest.pk)).get(pk=other.pk).nearness == Nearness.MET


def test_what_ends_tomorrow_ends_tomorrow():
    guest = UserFactory()
    space = make_space(access=Access.PRIVATE)
    space.memberships.create(user=guest, role=SpaceRole.GUEST, ends_on=timezone.localdate() + timedelta(days=1))
    assert chosen(guest) == {space}
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert chosen(guest) == set()


def test_a_closed_account_and_nobody_choose_nothing_and_ask_nothing(client):
    agent = AgentFactory(is_active=False)
    make_space(access=Access.OPEN)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert chosen(agent) == set()
    assert len(asked) == 0


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(prepared, "KEPT", 2)
    made = []

    @rules.compiled_once
    def everybody(user, name):
        made.append(name)
        return User.objects.values("pk")

    person = AgentFactory()
    for name in [*"abc", *"abc"]:
        everybody(person, name)
    assert len(made) > 3
    assert set(User.objects.filter(pk__in=everybody(person, "a"))) == {person}


def test_people_of_one_standing_share_what_is_kept():
    made = []

    @rules.compiled_once
    def oneself(user):
        made.append(user)
        return User.objects.filter(pk=user.pk).values("pk")

    one, other, guest = AgentFactory(), AgentFactory(), UserFactory()
    for person in (one, other, guest):
        assert set(User.objects.filter(pk__in=oneself(person))) == {person}
    assert len(made) == 2
