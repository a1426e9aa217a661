"""Who is invited comes in once, says yes or no, and as a guest for a time."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from intranet.organisations.models import MailDomain
from spaces.workspaces import actions
from spaces.workspaces.actions import invitations
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpaceInvitation
from spaces.workspaces.policies import can_read_space
from tests.factories.entry import make_invitation
from tests.factories.people import PASSWORD, AgentFactory, UserFactory
from tests.factories.places import make_space
from tests.factories.races import together

ERIC = {"first_name": "Éric", "last_name": "Dalmasso", "password": PASSWORD}


@pytest.fixture
def space(agent):
    return make_space(access=Access.PRIVATE, lead=agent)


def test_a_guest_always_has_an_end(client, agent, space):
    invitation = actions.invite(lead=agent, space=space, email="eric@hexalune.example")
    guest = actions.open_guest_account(invitation=invitation, **ERIC)
    assert space.memberships.get(user=guest).ends_on == timezone.localdate() + timedelta(days=365)
    client.force_login(agent)
    page = client.post(reverse("space-member", args=[space.slug, guest.slug]), {"role": "guest", "ends_on": ""})
    assert page.status_code == 422
    assert space.memberships.get(user=guest).ends_on


def test_an_answer_says_yes_or_no(client, agent, colleague, space):
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    client.force_login(colleague)
    assert client.post(reverse("space-invitation", args=[invitation.pk])).status_code == 422
    assert SpaceInvitation.objects.waiting().exists()


def test_one_accepted_twice_at_once_makes_one_account(committed):
    lead = AgentFactory()
    space = make_space(access=Access.PRIVATE, lead=lead)
    invitation = actions.invite(lead=lead, space=space, email="eric@hexalune.example")
    ends = together(*[lambda: actions.open_guest_account(invitation=invitation, **ERIC)] * 3)
    assert sorted(type(end).__name__ for end in ends) == ["PermissionDenied", "PermissionDenied", "User"]


def test_the_mailed_link_proves_the_address_which_says_where_one_belongs(agent, space, commune, neighbour):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example", verified_at=timezone.now())
    make_invitation(neighbour, "jean@corvelles.example")
    for email, place in (("lise@verlanges.example", commune), ("jean@corvelles.example", neighbour)):
        invitation = actions.invite(lead=agent, space=space, email=email)
        newcomer = actions.open_guest_account(invitation=invitation, **ERIC)
        assert newcomer.primary_organisation == place
        held = space.memberships.get(user=newcomer)
        assert (held.role, held.ends_on) == ("member", None)


def test_who_left_is_not_brought_back_by_a_link_into_a_space(agent, space, commune):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example", verified_at=timezone.now())
    gone = AgentFactory(commune, email="lise@verlanges.example", is_active=False, left_note="Verlanges")
    gone.memberships.update(ended_on=timezone.localdate())
    invitation = actions.invite(lead=agent, space=space, email=gone.email)
    back = actions.open_guest_account(invitation=invitation, **ERIC)
    assert (back.pk, back.is_agent, space.memberships.get(user=back).role) == (gone.pk, False, "guest")


def test_who_reads_the_space_no_more_sees_none_of_its_guests(client, agent, commune, neighbour, colleague):
    guest = UserFactory()
    space = make_space(
        access=Access.ORGANISATIONS, organisations=[commune, neighbour], lead=agent, members=[colleague], guests=[guest]
    )
    client.force_login(colleague)
    assert client.get(guest.get_absolute_url()).status_code == 200
    space.organisations.set([commune])
    space.save()
    assert client.get(guest.get_absolute_url()).status_code == 404


def test_nobody_is_shut_out_by_a_role(client, agent, commune, colleague):
    space = make_space(access=Access.ORGANISATIONS, organisations=[commune], lead=agent, guests=[colleague])
    client.force_login(agent)
    page = client.post(reverse("space-member", args=[space.slug, colleague.slug]), {"role": "member", "ends_on": ""})
    assert page.status_code == 422
    assert "n’est de l’espace" in page.content.decode()
    assert space.memberships.get(user=colleague).role == "guest"
    actions.change_member(lead=agent, space=space, user=colleague, role="lead")
    assert can_read_space(colleague, space)


def test_nobody_writes_to_the_whole_world_by_opening_spaces(agent, space, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_INVITATIONS_A_DAY", 2)
    other = make_space(lead=agent)
    for where in (space, other):
        actions.invite(lead=agent, space=where, email="eric@hexalune.example")
    with pytest.raises(ValidationError, match="reprenez demain"):
        actions.invite(lead=agent, space=space, email="lise@hexalune.example")
    SpaceInvitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert actions.invite(lead=agent, space=space, email="lise@hexalune.example")
