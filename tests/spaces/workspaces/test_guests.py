"""Who is invited comes in once, says yes or no, and as a guest for a time."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from spaces.workspaces import actions
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpaceInvitation
from tests.factories.people import PASSWORD, AgentFactory
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
