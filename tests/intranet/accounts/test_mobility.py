"""An agent moves from one commune to another: one act by two referents, and rights follow the same minute."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.models import Move, User
from intranet.audit.models import Entry
from intranet.live.courier import courier
from intranet.notifications.models import Notification
from knowledge.lessons.policies import can_edit_lesson
from spaces.discussions.actions import open_thread
from spaces.discussions.live_streams import can_hear_thread
from spaces.workspaces.models import SpaceMembership, SpacePage
from spaces.workspaces.policies import can_lead_space, can_read_space
from tests.factories.knowledge import make_lesson
from tests.factories.people import AgentFactory, editor
from tests.factories.places import OrganisationFactory, make_space

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def leaving(commune):
    """The referent of the commune that is left."""
    return AgentFactory(commune, role="referent", first_name="Jeanne", last_name="Morel")


@pytest.fixture
def welcoming(neighbour):
    """The referent of the commune of arrival."""
    return AgentFactory(neighbour, role="referent", first_name="Paul", last_name="Rey")


@pytest.fixture
def successor(commune):
    return AgentFactory(commune, first_name="Sam", last_name="Suivant")


def fresh(user):
    return User.objects.get(pk=user.pk)


def propose(by, agent, destination, successor=None):
    return actions.propose_move(
        by=by, membership=agent.memberships.active().get(), destination=destination, successor=successor
    )


def test_one_proposes_the_other_accepts_and_the_agent_has_moved(
    client, commune, neighbour, leaving, welcoming, successor, agent
):
    client.force_login(leaving, backend=BACKEND)
    sent = {"mobilite-destination": neighbour.pk, "mobilite-successor": successor.pk, "mobilite-message": "Bonne route"}
    client.post(f"/organisations/{commune.slug}/agents/{agent.slug}/mobilite/", sent)
    move = Move.objects.get()
    # Nothing has changed yet.
    assert fresh(agent).organisations == [commune]
    assert Notification.objects.get(recipient=welcoming).kind == "move.proposed"
    client.force_login(welcoming, backend=BACKEND)
    page = client.get(f"/organisations/{neighbour.slug}/agents/").content.decode()
    assert "Bonne route" in page
    client.post(f"/organisations/{neighbour.slug}/arrivees/{move.pk}/", {"answer": "accept"})
    moved = fresh(agent)
    assert moved.organisations == [neighbour]
    assert moved.primary_organisation == neighbour
    assert moved.is_active
    assert Notification.objects.filter(recipient=leaving, kind="move.answered").exists()
    assert Notification.objects.filter(recipient=agent, kind="move.done").exists()
    records = {"move.proposed", "move.accepted", "membership.ended", "membership.begun"}
    assert records <= set(Entry.objects.values_list("action", flat=True))


def test_rights_end_with_the_act_and_history_stays(
    commune, neighbour, leaving, welcoming, successor, agent, monkeypatch, django_capture_on_commit_callbacks
):
    ours = make_space(access="organisations", organisations=[commune], lead=agent)
    both = make_space(access="organisations", organisations=[commune, neighbour], lead=agent)
    among_us = make_space(access="private", lead=agent, members=[successor])
    with_others = make_space(access="private", lead=agent, members=[AgentFactory()])
    everyone = make_space(lead=agent)
    thread = open_thread(author=agent, space=ours, title="Entre nous", body="Bonjour", client_id=uuid4())
    lesson, draft = make_lesson(agent, published=True), make_lesson(agent, title="Brouillon")
    move = propose(leaving, agent, neighbour, successor)
    assert can_hear_thread(fresh(agent), thread.pk)
    told = []
    monkeypatch.setattr(courier, "send", told.append)
    with django_capture_on_commit_callbacks(execute=True):
        actions.answer_move(by=welcoming, move=move, accept=True)
    moved, heir = fresh(agent), fresh(successor)
    # Sockets are asked again, and the answer is no.
    assert ["recheck", agent.pk] in told
    assert not can_hear_thread(moved, thread.pk)
    readable = set(SpacePage.objects.readable_by(moved).values_list("pk", flat=True))
    assert readable & {ours.pk, among_us.pk, both.pk, with_others.pk, everyone.pk} == {
        both.pk,
        with_others.pk,
        everyone.pk,
    }
    assert can_lead_space(heir, ours)
    assert can_lead_space(heir, among_us)
    assert not can_read_space(heir, with_others)
    assert can_lead_space(moved, with_others)
    # What they wrote stays theirs; drafts are offered to the successor too.
    thread.refresh_from_db()
    assert thread.author == agent
    assert can_edit_lesson(heir, draft)
    assert [each.user for each in lesson.signatures.all()] == [agent]


def test_a_refusal_changes_nothing_and_is_told(commune, neighbour, leaving, welcoming, agent):
    move = propose(leaving, agent, neighbour)
    actions.answer_move(by=welcoming, move=move, accept=False, word="Pas ce mois-ci")
    assert fresh(agent).organisations == [commune]
    assert Notification.objects.get(recipient=leaving).about.answer == "Pas ce mois-ci"
    # Answered once.
    actions.answer_move(by=welcoming, move=move, accept=True)
    assert fresh(agent).organisations == [commune]
    # Another may be proposed.
    propose(leaving, agent, neighbour)


def test_an_editor_or_a_referent_of_both_does_it_at_once(commune, neighbour, agent, colleague):
    someone = editor(organisation=OrganisationFactory())
    assert propose(someone, agent, neighbour).accepted
    assert fresh(agent).organisations == [neighbour]
    both = AgentFactory(commune, role="referent")
    both.memberships.create(organisation=neighbour, role="referent", is_primary=False)
    assert propose(fresh(both), colleague, commune).accepted
    assert fresh(colleague).organisations == [commune]


def test_nobody_takes_an_agent_from_another_commune(commune, neighbour, welcoming, leaving, agent, colleague):
    with pytest.raises(PermissionDenied):
        propose(welcoming, agent, neighbour)
    move = propose(leaving, agent, neighbour)
    for person in (leaving, agent, colleague):
        with pytest.raises(PermissionDenied):
            actions.answer_move(by=person, move=move, accept=True)
    assert fresh(agent).organisations == [commune]


def test_a_move_leads_to_another_organisation_of_the_pool(commune, leaving, agent):
    for destination in (commune, OrganisationFactory(in_pool=False)):
        with pytest.raises(ValidationError):
            propose(leaving, agent, destination)


def test_a_move_needs_a_successor_when_something_would_be_left_alone(
    client, commune, neighbour, leaving, welcoming, successor, agent
):
    client.force_login(leaving, backend=BACKEND)
    space = make_space(access="organisations", organisations=[commune], lead=agent)
    url = f"/organisations/{commune.slug}/agents/{agent.slug}/mobilite/"
    page = client.post(url, {"mobilite-destination": neighbour.pk, "mobilite-message": "Un mot"})
    assert page.status_code == 422
    assert page.context["move_form"].errors["successor"]
    assert "Un mot" in page.content.decode()
    move = propose(leaving, agent, neighbour, successor)
    # Who was to take over has left before the answer: the answer says so, and nothing is half done.
    actions.end_membership(by=leaving, membership=successor.memberships.get(), on=timezone.localdate())
    client.force_login(welcoming, backend=BACKEND)
    client.post(f"/organisations/{neighbour.slug}/arrivees/{move.pk}/", {"answer": "accept"})
    assert fresh(agent).organisations == [commune]
    assert can_lead_space(fresh(agent), space)
    assert Move.objects.waiting().exists()


def test_what_was_proposed_can_be_withdrawn(client, commune, neighbour, leaving, welcoming, agent):
    move = propose(leaving, agent, neighbour)
    client.force_login(leaving, backend=BACKEND)
    client.post(f"/organisations/{commune.slug}/departs/{move.pk}/")
    actions.answer_move(by=welcoming, move=move, accept=True)
    assert fresh(agent).organisations == [commune]


def test_a_member_without_a_lead_s_role_leaves_no_trace_in_what_was_the_commune_s(
    commune, neighbour, leaving, welcoming, agent
):
    space = make_space(access="organisations", organisations=[commune], members=[agent])
    actions.answer_move(by=welcoming, move=propose(leaving, agent, neighbour), accept=True)
    assert not SpaceMembership.objects.filter(space=space, user=agent).exists()
