"""What two referents, or two doors, decide of the same person at the same time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.models import Departure, User
from spaces.workspaces.policies import can_lead_space
from tests.factories.entry import make_invitation, make_request
from tests.factories.people import AgentFactory, UserFactory, editor
from tests.factories.places import OrganisationFactory, make_space
from tests.factories.races import together

TODAY = timezone.localdate


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_two_referents_do_not_both_leave_tomorrow(commune):
    first, second = AgentFactory(commune, role="referent"), AgentFactory(commune, role="referent")
    tomorrow = TODAY() + timedelta(days=1)
    actions.end_membership(by=first, membership=second.memberships.get(), on=tomorrow)
    with pytest.raises(ValidationError):
        actions.end_membership(by=fresh(second), membership=first.memberships.get(), on=tomorrow)


def test_two_referents_do_not_both_move_away(client, commune, neighbour):
    first, second = AgentFactory(commune, role="referent"), AgentFactory(commune, role="referent")
    host = AgentFactory(neighbour, role="referent")
    moves = [
        actions.propose_move(by=by, membership=who.memberships.get(), destination=neighbour, successor=None)
        for by, who in ((first, second), (second, first))
    ]
    actions.answer_move(by=host, move=moves[0], accept=True)
    client.force_login(host, backend="django.contrib.auth.backends.ModelBackend")
    address = f"/organisations/{neighbour.slug}/arrivees/{moves[1].pk}/"
    page = client.post(address, {"answer": "accept"}, follow=True)
    assert "garde toujours un référent" in page.content.decode()
    assert fresh(first).refers_to == [commune]


def test_one_departure_that_cannot_be_settled_keeps_no_other_waiting(commune, monkeypatch, caplog, time_machine):
    referent, stuck, leaver = AgentFactory(commune, role="referent"), AgentFactory(commune), AgentFactory(commune)
    for person in (stuck, leaver):
        on = TODAY() + timedelta(days=1)
        actions.end_membership(by=referent, membership=person.memberships.get(), on=on)
    settle = actions.departures.settle

    def fail_for_one(*, departure):
        if departure.membership.user_id == stuck.pk:
            raise RuntimeError("Rien ne va")
        settle(departure=departure)

    time_machine.move_to(timezone.now() + timedelta(days=1))
    monkeypatch.setattr(actions.departures, "settle", fail_for_one)
    assert actions.settle_departures() == 1
    assert not fresh(leaver).is_active
    assert "Rien ne va" in caplog.text
    monkeypatch.undo()
    assert actions.settle_departures() == 1
    assert not fresh(stuck).is_active


def test_what_ended_meanwhile_is_said_and_not_a_fault(commune, neighbour):
    referent, agent = AgentFactory(commune, role="referent"), AgentFactory(commune)
    seen = agent.memberships.get()
    actions.end_membership(by=referent, membership=agent.memberships.get(), on=TODAY())
    for act in (
        lambda: actions.end_membership(by=referent, membership=seen, on=TODAY()),
        lambda: actions.change_role(by=referent, membership=seen, role="referent"),
        lambda: actions.propose_move(by=referent, membership=seen, destination=neighbour, successor=None),
    ):
        with pytest.raises(ValidationError):
            act()


def test_two_doors_at_once_make_one_membership(committed):
    commune = OrganisationFactory()
    referent = AgentFactory(commune, role="referent")
    for _turn in range(3):
        person = UserFactory()
        invitation, request = make_invitation(commune, person.email), make_request(person, commune)
        ends = together(
            lambda person=person, invitation=invitation: actions.accept_invitation(user=person, invitation=invitation),
            lambda request=request: actions.answer_attachment(by=referent, request=request, accept=True),
        )
        assert not [end for end in ends if isinstance(end, Exception)]
        assert person.memberships.count() == 1


def test_a_move_and_an_end_at_once_are_one_or_the_other(committed):
    someone = editor()
    for _turn in range(3):
        commune, neighbour = OrganisationFactory(), OrganisationFactory()
        referent, agent = AgentFactory(commune, role="referent"), AgentFactory(commune)
        held = agent.memberships.get()
        ends = together(
            lambda held=held, to=neighbour: actions.propose_move(
                by=someone, membership=held, destination=to, successor=None
            ),
            lambda held=held, by=referent: actions.end_membership(by=by, membership=held, on=TODAY()),
        )
        assert all(isinstance(end, ValidationError) for end in ends if isinstance(end, Exception)), ends
        assert Departure.objects.filter(membership=held, settled_at__isnull=False).count() == 1


def test_what_nobody_is_left_to_take_over_goes_to_its_own_members(commune, neighbour, time_machine):
    by, leaver, heir, member = editor(), AgentFactory(commune), AgentFactory(commune), AgentFactory(neighbour)
    space = make_space(access="private", lead=leaver, members=[member])
    ends = {"on": TODAY() + timedelta(days=1), "successor": heir}
    actions.end_membership(by=by, membership=leaver.memberships.get(), **ends)
    actions.end_membership(by=by, membership=heir.memberships.get(), on=TODAY())
    time_machine.move_to(timezone.now() + timedelta(days=1))
    actions.settle_departures()
    assert can_lead_space(fresh(member), space)
