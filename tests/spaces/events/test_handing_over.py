"""Coming events of somebody who leaves: another organises them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.accounts.actions import close_account, end_membership, kept_by
from spaces.events import actions
from spaces.events.models import Event
from spaces.workspaces.constants import Access
from tests.factories.people import AgentFactory, editor
from tests.factories.places import OrganisationFactory, make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(agent):
    return make_space(title="Paie et PAS", lead=agent)


@pytest.fixture
def propose():
    """Put something on the agenda of a space: `propose(space, organiser=…, days=2)`."""

    def propose(space, organiser, days=2, title="Permanence paie"):
        starts = timezone.now() + timedelta(days=days)
        times = {"starts_at": starts, "ends_at": starts + timedelta(hours=2)}
        return actions.create_event(organiser=organiser, space=space, title=title, **times)

    return propose


def leave(person, successor=None):
    """Their only organisation lets them go today."""
    membership = person.memberships.get()
    end_membership(by=editor(), membership=membership, on=timezone.localdate(), successor=successor)


def test_the_coming_events_of_who_leaves_go_to_the_successor_and_past_ones_stay_signed(commune, space, propose, agent):
    leaver, heir = AgentFactory(commune), AgentFactory(commune)
    coming, called_off = propose(space, organiser=leaver), propose(space, organiser=leaver)
    over = propose(space, organiser=leaver, days=-2)
    actions.cancel_event(actor=leaver, event=called_off)
    leave(leaver, heir)
    organisers = dict(Event.objects.values_list("pk", "organiser"))
    assert organisers == {coming.pk: heir.pk, called_off.pk: leaver.pk, over.pk: leaver.pk}
    assert coming.attendances.filter(user=heir, answer="yes").exists()


@pytest.mark.parametrize("named", [True, False])
def test_they_go_to_the_lead_of_the_space_when_the_successor_is_not_of_it_or_there_is_none(
    commune, agent, propose, named
):
    leaver = AgentFactory(commune)
    space = make_space(access=Access.PRIVATE, lead=agent, members=[leaver, AgentFactory(OrganisationFactory())])
    event = propose(space, organiser=leaver)
    leave(leaver, AgentFactory(commune) if named else None)
    assert Event.objects.get(pk=event.pk).organiser == agent


def test_they_go_to_the_lead_of_the_space_when_the_account_is_closed(commune, space, propose, agent):
    leaver = AgentFactory(commune)
    event, own = propose(space, organiser=leaver), propose(space, organiser=agent)
    close_account(by=None, user=leaver)
    assert {Event.objects.get(pk=each.pk).organiser for each in (event, own)} == {agent}


def test_whoever_moves_within_the_pool_organises_what_they_still_come_to(commune, neighbour, space, propose, agent):
    mover = AgentFactory(commune)
    mover.memberships.create(organisation=neighbour, is_primary=False)
    ours = make_space(access=Access.ORGANISATIONS, organisations=[commune], lead=agent, members=[mover])
    kept, lost = propose(space, organiser=mover), propose(ours, organiser=mover)
    membership = mover.memberships.get(organisation=commune)
    end_membership(by=editor(), membership=membership, on=timezone.localdate())
    assert Event.objects.get(pk=kept.pk).organiser == mover
    assert Event.objects.get(pk=lost.pk).organiser == agent


def test_a_hand_over_names_coming_events_for_who_may_know_of_them(commune, agent, propose):
    person, referent = AgentFactory(commune), AgentFactory(OrganisationFactory(), role="referent")
    propose(make_space(access=Access.PRIVATE, lead=person, title="Secret"), organiser=person, title="Plan social")
    for reader, title in ((person, "Plan social"), (referent, "Un rendez-vous d’un espace privé")):
        kept = {each.plug.name: each.things for each in kept_by(person=person, organisation=commune, reader=reader)}
        assert [held.title for held in kept["events"]] == [title]
