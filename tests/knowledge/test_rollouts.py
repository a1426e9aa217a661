"""Where each commune is, said by the commune itself."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.actions import hand_over, kept_by
from intranet.accounts.models import User
from intranet.live.models import Event
from knowledge.guides import actions
from spaces.workspaces.constants import Access
from tests.factories.knowledge import make_rollout
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import OrganisationFactory, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent")


@pytest.fixture
def rollout(metropole, commune, neighbour):
    return make_rollout(AgentFactory(metropole), [metropole, commune, neighbour])


def keys(rollout):
    return list(rollout.guide.steps.order_by("sort_order").values_list("key", flat=True))


def test_a_referent_sets_the_steps_of_their_own_commune_and_of_no_other(rollout, referent, commune, neighbour):
    step = {"rollout": rollout, "step_key": keys(rollout)[0], "status": "done"}
    actions.set_step(agent=referent, organisation=commune, **step)
    assert rollout.statuses.get().status == "done"
    with pytest.raises(PermissionDenied):
        actions.set_step(agent=referent, organisation=neighbour, **step)


def test_an_agent_sets_steps_once_named_and_no_longer_once_unnamed(rollout, referent, agent, commune):
    step = {"rollout": rollout, "organisation": commune, "step_key": keys(rollout)[0], "status": "doing"}
    with pytest.raises(PermissionDenied):
        actions.set_step(agent=agent, **step)
    named = {"referent": referent, "rollout": rollout, "organisation": commune, "user": agent}
    actions.name_agent(**named)
    actions.set_step(agent=agent, **step)
    actions.unname_agent(**named)
    with pytest.raises(PermissionDenied):
        actions.set_step(agent=agent, **step)


def test_a_referent_names_agents_of_their_own_commune_only(rollout, referent, colleague, commune, neighbour):
    with pytest.raises(ValidationError):
        actions.name_agent(referent=referent, rollout=rollout, organisation=commune, user=colleague)
    with pytest.raises(PermissionDenied):
        actions.name_agent(referent=referent, rollout=rollout, organisation=neighbour, user=colleague)


def test_a_blocked_step_says_by_what(client, rollout, referent, commune):
    client.force_login(referent)
    address = reverse("rollout-step", args=[rollout.guide.slug, commune.slug, 2])
    refused = client.post(address, {"status": "blocked", "note": ""})
    assert refused.status_code == 422
    assert "ce qui bloque" in refused.content.decode()
    client.post(address, {"status": "blocked", "note": "Le marché n'est pas notifié."})
    board = client.get(reverse("board", args=[rollout.guide.slug]) + "?show=blocked").content.decode()
    assert "Le marché n’est pas notifié." in board.replace("&#x27;", "’")


def test_whoever_looks_at_the_board_hears_of_a_change(rollout, referent, commune):
    actions.set_step(agent=referent, rollout=rollout, organisation=commune, step_key=keys(rollout)[1], status="done")
    event = Event.objects.get(stream=rollout.stream)
    assert (event.seq, event.kind) == (1, "step.changed")
    assert f'id="c-{commune.slug}-2"' in event.html
    assert 'data-s="done"' in event.html


def test_publishing_the_guide_again_keeps_every_status(rollout, referent, commune, client):
    actions.set_step(agent=referent, rollout=rollout, organisation=commune, step_key=keys(rollout)[2], status="done")
    rollout.guide.refresh_from_db()
    rollout.guide.save_revision().publish()
    client.force_login(referent)
    board = client.get(f"/api/v1/guides/{rollout.guide_id}/board").json()
    line = next(line for line in board["organisations"] if line["slug"] == commune.slug)
    assert [status["status"] for status in line["statuses"]] == ["todo", "todo", "done"]


def test_a_guide_is_open_once_at_a_time(rollout, metropole):
    with pytest.raises(ValidationError):
        actions.open_rollout(by=rollout.guide.leads.get(), guide=rollout.guide, organisations=[metropole])


def test_the_private_space_of_a_rollout_is_named_to_its_members_alone(client, rollout, agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent, title="Cellule fermée")
    type(rollout).objects.filter(pk=rollout.pk).update(space=space)
    seen = {}
    for reader in (agent, colleague):
        client.force_login(reader)
        pages = [
            client.get(url).content.decode() for url in (rollout.guide.get_absolute_url(), rollout.get_absolute_url())
        ]
        seen[reader] = ["Cellule fermée" in page or space.get_absolute_url() in page for page in pages]
    assert seen == {agent: [True, True], colleague: [False, False]}


def opened(client, guide, organisations, leads):
    sent = {"organisations": [each.pk for each in organisations], "leads": leads, "starts_on": "2026-01-05"}
    return client.post(reverse("rollout-new", args=[guide.slug]), sent)


def test_who_leads_a_rollout_is_named_by_name_or_by_address(client, rollout, commune):
    keeper = rollout.guide.leads.get()
    rollout.closed_at = timezone.now()
    rollout.save()
    elodie = AgentFactory(first_name="Élodie", last_name="Brûlé")
    homonyms = [AgentFactory(first_name="Jean", last_name="Martin") for _each in range(2)]
    outsider = UserFactory(first_name="Éric", last_name="Ailleurs")
    client.force_login(keeper)
    for line, said in (
        ("Personne Inconnue", "aucun agent de ce nom"),
        (outsider.full_name, "aucun agent de ce nom"),
        ("Jean Martin", "plusieurs agents portent ce nom"),
    ):
        answer = opened(client, rollout.guide, [commune], f"élodie brûlé\n{line}")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert f"élodie brûlé\n{line}" in answer.content.decode()
    answer = opened(client, rollout.guide, [commune], f"élodie brûlé\n{homonyms[0].email.upper()}\nÉlodie Brûlé")
    assert answer.status_code == 302
    assert set(rollout.guide.rollouts.get(closed_at=None).leads.all()) == {elodie, homonyms[0]}


def of_two(commune, neighbour):
    """Somebody whose main organisation is `commune`, and who belongs to `neighbour` too."""
    person = AgentFactory(commune)
    person.memberships.create(organisation=neighbour, is_primary=False)
    return User.objects.get(pk=person.pk)


@pytest.mark.parametrize("places", [("commune", "neighbour"), ("neighbour",)])
def test_what_one_leads_for_another_organisation_too_is_not_given_away(commune, neighbour, referent, places):
    person, heir = of_two(commune, neighbour), AgentFactory(commune)
    rollout = make_rollout(person, [{"commune": commune, "neighbour": neighbour}[name] for name in places])
    rollout.leads.add(person)
    rollout.guide.leads.add(person)
    membership = person.memberships.get(organisation=commune)
    assert not [
        kept for kept in kept_by(person=person, organisation=commune, reader=None) if kept.plug.name == "rollouts"
    ]
    hand_over(by=referent, membership=membership, successor=heir)
    assert list(rollout.leads.all()) == [person] == list(rollout.guide.leads.all())


def test_what_one_leads_for_the_organisation_alone_is_given_away(commune, neighbour, referent):
    person, heir = of_two(neighbour, commune), AgentFactory(commune)
    rollout = make_rollout(person, [commune, OrganisationFactory()])
    rollout.leads.add(person)
    rollout.guide.leads.add(person)
    hand_over(by=referent, membership=person.memberships.get(organisation=commune), successor=heir)
    assert list(rollout.leads.all()) == [heir] == list(rollout.guide.leads.all())


def test_what_is_the_pools_own_goes_with_the_main_organisation(commune, neighbour, referent):
    person, heir, other = of_two(commune, neighbour), AgentFactory(commune), AgentFactory(neighbour)
    rollout = make_rollout(person, [OrganisationFactory()])
    rollout.leads.add(person)
    beyond = AgentFactory(neighbour, role="referent")
    hand_over(by=beyond, membership=person.memberships.get(organisation=neighbour), successor=other)
    assert list(rollout.leads.all()) == [person]
    hand_over(by=referent, membership=person.memberships.get(organisation=commune), successor=heir)
    assert list(rollout.leads.all()) == [heir]


def test_a_guide_that_is_being_rolled_out_leads_to_its_board(client, rollout):
    client.force_login(rollout.guide.leads.get())
    answer = client.get(reverse("rollout-new", args=[rollout.guide.slug]), follow=True)
    assert answer.redirect_chain[-1][0] == rollout.get_absolute_url()
    assert "est déjà ouvert" in answer.content.decode()


def test_what_was_said_of_a_step_is_read_on_the_board_without_a_mouse(client, rollout, referent, commune, agent):
    said = {"status": "doing", "note": "Trois agents en temps partagé."}
    actions.set_step(agent=referent, rollout=rollout, organisation=commune, step_key=keys(rollout)[0], **said)
    client.force_login(agent)
    page = client.get(rollout.get_absolute_url()).content.decode()
    assert '<p class="row-text">Trois agents en temps partagé.</p>' in page


def test_a_referent_reads_in_the_journal_which_step_of_which_rollout_was_set(client, rollout, referent, commune):
    step = rollout.guide.steps.order_by("sort_order")[1]
    actions.set_step(agent=referent, rollout=rollout, organisation=commune, step_key=step.key, status="done")
    client.force_login(referent)
    page = client.get("/journal/").content.decode()
    assert f'data-label="Objet">{rollout}<br>' in page
    assert step.title in page
