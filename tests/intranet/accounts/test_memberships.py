"""Roles, departures and hand-overs: a referent decides for others, in their own organisation, and it holds at once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.models import Departure, Membership, User
from intranet.audit.models import Entry
from intranet.notifications.models import Notification
from knowledge.guides.models import NamedAgent
from knowledge.lessons.policies import can_edit_lesson
from spaces.workspaces.models import SpaceMembership
from spaces.workspaces.policies import can_lead_space, can_read_space
from tests.factories.knowledge import make_lesson, make_rollout
from tests.factories.people import AgentFactory, UserFactory, confirm, editor
from tests.factories.places import OrganisationFactory, make_space

BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = timezone.localdate


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent", first_name="Jeanne", last_name="Morel")


@pytest.fixture
def successor(commune):
    return AgentFactory(commune, first_name="Sam", last_name="Suivant")


def fresh(user):
    return User.objects.get(pk=user.pk)


def membership(user):
    return user.memberships.get()


def test_a_referent_makes_another_and_they_are_told(client, commune, referent, agent):
    client.force_login(referent, backend=BACKEND)
    confirm(client, referent)
    url = f"/organisations/{commune.slug}/agents/{agent.slug}/role/"
    client.post(url, {"role-role": "referent"})
    assert fresh(agent).refers_to == [commune]
    client.post(url, {"role-role": "agent"})
    assert fresh(agent).refers_to == []
    # Each change takes the place of the news before it.
    assert Notification.objects.filter(recipient=agent, kind="membership.role_changed").count() == 1
    assert Entry.objects.filter(action="membership.role_changed", organisation_id=commune.pk).count() == 2


def test_nobody_raises_themselves(commune, agent):
    for person in (agent, editor(organisation=commune)):
        with pytest.raises(PermissionDenied):
            actions.change_role(by=person, membership=membership(person), role="referent")
        assert fresh(person).refers_to == []


def test_a_referent_cannot_raise_or_end_in_another_commune(referent, colleague):
    for act, more in ((actions.change_role, {"role": "referent"}), (actions.end_membership, {"on": TODAY()})):
        with pytest.raises(PermissionDenied):
            act(by=referent, membership=membership(colleague), **more)


def test_two_referents_who_end_each_other_at_once_leave_one(commune, referent):
    other = AgentFactory(commune, role="referent")
    # Both pages were open: each still sees the other, and themselves, as a referent.
    assert referent.refers_to == other.refers_to == [commune]
    actions.end_membership(by=referent, membership=membership(other), on=TODAY())
    with pytest.raises(ValidationError):
        actions.end_membership(by=other, membership=membership(referent), on=TODAY())
    assert fresh(referent).refers_to == [commune]


def test_an_editor_may_leave_a_commune_without_a_referent(commune, referent):
    actions.change_role(by=editor(organisation=OrganisationFactory()), membership=membership(referent), role="agent")
    assert fresh(referent).refers_to == []


def test_a_referent_never_reaches_the_admin(client, referent, settings):
    settings.REQUIRE_MFA = False
    client.force_login(referent, backend=BACKEND)
    answer = client.get("/gestion/", follow=True)
    assert "wagtailadmin" not in str(answer.templates[0].name)


def test_a_departure_closes_the_account_and_what_was_written_stays_signed(client, commune, referent, agent, successor):
    lesson = make_lesson(agent, published=True, title="Le taux")
    client.force_login(agent, backend=BACKEND)
    assert client.get("/").status_code == 200
    actions.end_membership(by=referent, membership=membership(agent), on=TODAY(), successor=successor)
    gone = fresh(agent)
    assert not gone.is_active
    assert str(gone) == "Awa D. (a quitté Verlanges)"
    assert client.get("/").status_code == 302
    client.force_login(successor, backend=BACKEND)
    assert "Awa D. (a quitté Verlanges)" in client.get(f"/retours-d-experience/{lesson.slug}/").content.decode()


def test_what_would_be_left_alone_needs_a_successor_of_the_same_organisation(commune, referent, agent, colleague):
    make_space(lead=agent)
    for successor in (None, agent, colleague):
        with pytest.raises(ValidationError) as refusal:
            actions.end_membership(by=referent, membership=membership(agent), on=TODAY(), successor=successor)
        assert "successor" in refusal.value.message_dict
    assert fresh(agent).is_agent


def test_who_leads_nothing_alone_needs_none(commune, referent, agent):
    space = make_space(lead=agent)
    SpaceMembership.objects.create(space=space, user=AgentFactory(), role="lead")
    actions.end_membership(by=referent, membership=membership(agent), on=TODAY())
    assert not fresh(agent).is_active


def test_a_leaver_s_spaces_lessons_and_roll_outs_have_a_lead(commune, referent, agent, successor):
    alone, shared = make_space(lead=agent), make_space(lead=agent)
    other = AgentFactory()
    SpaceMembership.objects.create(space=shared, user=other, role="lead")
    draft = make_lesson(agent, title="Brouillon")
    rollout = make_rollout(agent, [commune])
    rollout.leads.add(agent)
    NamedAgent.objects.create(rollout=rollout, organisation=commune, user=agent)
    actions.end_membership(by=referent, membership=membership(agent), on=TODAY(), successor=successor)
    heir = fresh(successor)
    assert can_lead_space(heir, alone)
    assert not can_lead_space(heir, shared)
    assert not SpaceMembership.objects.filter(user=agent).exists()
    assert can_edit_lesson(heir, draft)
    assert [each.user for each in draft.signatures.all()] == [agent]
    assert list(rollout.leads.all()) == [successor]
    assert list(rollout.guide.leads.all()) == [successor]
    assert NamedAgent.objects.get().user == successor
    assert Notification.objects.get(recipient=successor).kind == "stewardship.handed_over"


def test_a_departure_of_another_day_waits_for_it(commune, referent, agent, successor, time_machine):
    space = make_space(lead=agent)
    on = TODAY() + timedelta(days=10)
    actions.end_membership(by=referent, membership=membership(agent), on=on, successor=successor)
    assert actions.settle_departures() == 0
    assert fresh(agent).is_agent
    time_machine.move_to(timezone.now() + timedelta(days=10))
    # Rights end with the day, whatever the worker does.
    assert not fresh(agent).is_agent
    assert actions.settle_departures() == 1
    assert actions.settle_departures() == 0
    assert not fresh(agent).is_active
    assert can_lead_space(fresh(successor), space)


def test_a_departure_can_be_cancelled_before_its_day(client, commune, referent, agent):
    on = TODAY() + timedelta(days=10)
    client.force_login(referent, backend=BACKEND)
    url = f"/organisations/{commune.slug}/agents/{agent.slug}/"
    assert client.post(f"{url}fin/", {"fin-on": on.isoformat()}).url == url
    assert "s’en va" in client.get(url).content.decode()
    client.post(f"{url}garder/")
    assert membership(agent).ended_on is None
    assert not Departure.objects.exists()


def test_a_successor_who_left_meanwhile_is_replaced_by_a_referent(commune, referent, agent, successor, time_machine):
    space = make_space(lead=agent)
    later = timezone.now() + timedelta(days=10)
    actions.end_membership(by=referent, membership=membership(agent), on=later.date(), successor=successor)
    actions.end_membership(by=referent, membership=membership(successor), on=TODAY())
    time_machine.move_to(later + timedelta(days=1))
    actions.settle_departures()
    assert can_lead_space(fresh(referent), space)


def test_a_past_day_is_refused_beside_its_field(client, commune, referent, agent):
    client.force_login(referent, backend=BACKEND)
    url = f"/organisations/{commune.slug}/agents/{agent.slug}/fin/"
    page = client.post(url, {"fin-on": "2020-01-01"})
    assert page.status_code == 422
    assert page.context["end_form"].errors["on"]
    assert 'value="2020-01-01"' in page.content.decode()


def test_who_belongs_elsewhere_too_stays_there(commune, neighbour, referent, agent):
    Membership.objects.create(user=agent, organisation=neighbour, is_primary=False)
    ours = make_space(access="organisations", organisations=[commune], members=[agent])
    theirs = make_space(access="organisations", organisations=[neighbour], lead=agent)
    everyone = make_space(lead=agent)
    held = agent.memberships.get(organisation=commune)
    successor = AgentFactory(commune)
    actions.end_membership(by=referent, membership=held, on=TODAY(), successor=successor)
    assert fresh(agent).is_active
    assert fresh(agent).organisations == [neighbour]
    kept = set(SpaceMembership.objects.filter(user=agent).values_list("space", flat=True))
    assert kept == {theirs.pk, everyone.pk}
    assert ours.pk not in kept
    assert not can_lead_space(fresh(successor), theirs)


def test_handing_over_leaves_the_person_a_member(client, commune, referent, agent, successor):
    space, private = make_space(lead=agent), make_space(access="private", lead=agent, title="Très secret")
    lesson = make_lesson(agent, published=True)
    client.force_login(referent, backend=BACKEND)
    url = f"/organisations/{commune.slug}/agents/{agent.slug}/"
    page = client.get(url).content.decode()
    assert space.title in page
    # What the referent may not see keeps its name.
    assert "Très secret" not in page
    assert "Un espace privé" in page
    client.post(f"{url}passation/", {"passation-successor": successor.pk})
    for each in (space, private):
        assert each.memberships.get(user=agent).role == "member"
        assert can_lead_space(fresh(successor), each)
    assert can_edit_lesson(fresh(successor), lesson)
    assert can_edit_lesson(fresh(agent), lesson)
    assert Entry.objects.filter(action="stewardship.handed_over").exists()


def test_an_agent_of_another_commune_is_no_successor(client, commune, referent, agent, colleague):
    make_space(lead=agent)
    client.force_login(referent, backend=BACKEND)
    url = f"/organisations/{commune.slug}/agents/{agent.slug}/passation/"
    assert client.post(url, {"passation-successor": colleague.pk}).status_code == 422
    with pytest.raises(ValidationError):
        actions.hand_over(by=referent, membership=membership(agent), successor=colleague)


def test_what_a_person_leads_for_another_commune_is_not_this_referent_s_to_give(
    commune, neighbour, referent, agent, successor
):
    agent.memberships.create(organisation=neighbour, is_primary=False)
    theirs = make_space(access="private", lead=agent, members=[AgentFactory(neighbour)])
    ours = make_space(access="private", lead=agent, members=[AgentFactory(commune), AgentFactory(neighbour)])
    alone = make_space(access="private", lead=agent)
    membership = agent.memberships.get(organisation=commune)
    actions.hand_over(by=referent, membership=membership, successor=successor)
    heir, kept = fresh(successor), fresh(agent)
    assert not can_read_space(heir, theirs)
    assert can_lead_space(kept, theirs)
    assert can_lead_space(heir, ours)
    assert can_lead_space(heir, alone)
    # Nor are they named to them.
    held = [thing for each in actions.kept_by(person=kept, organisation=commune, reader=None) for thing in each.things]
    assert not [thing for thing in held if thing.alone]


def test_a_leaver_leaves_the_spaces_of_other_communes_to_their_members(commune, neighbour, referent, agent, successor):
    neighbours = {"access": "organisations", "organisations": [neighbour]}
    second, first = AgentFactory(neighbour), AgentFactory(neighbour)
    led = make_space(lead=agent, members=[first, second], guests=[UserFactory()], **neighbours)
    led.memberships.filter(user=second).update(joined_at=timezone.now() + timedelta(hours=1))
    visited = make_space(guests=[agent], lead=first, **neighbours)
    actions.end_membership(
        by=referent, membership=agent.memberships.get(), on=timezone.localdate(), successor=successor
    )
    assert can_lead_space(fresh(first), led)
    assert not can_read_space(fresh(successor), led)
    # Nothing of it comes back with the account.
    assert not SpaceMembership.objects.filter(user=agent, space__in=[led, visited]).exists()
