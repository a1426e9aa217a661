"""A space goes on when nobody who leads it may do so any more, and nobody was named after them."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.actions import close_account
from intranet.accounts.models import User
from intranet.audit.models import Entry
from intranet.notifications.models import Notification
from spaces.workspaces.actions import hand_over, take_lead
from spaces.workspaces.models import SpaceMembership
from spaces.workspaces.policies import can_lead_space
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return UserFactory(is_superuser=True)


def leads(space):
    """Who may lead it today."""
    held = space.memberships.filter(role="lead").values("user")
    return [person for person in User.objects.filter(pk__in=held) if can_lead_space(person, space)]


def told(person, kind):
    return Notification.objects.filter(recipient=person, kind=kind).exists()


def test_the_first_member_leads_when_the_account_of_the_only_lead_is_closed(commune, administrator):
    lead, first, second = AgentFactory(commune), AgentFactory(commune), AgentFactory(commune)
    space = make_space(access="private", lead=lead, members=[first, second], guests=[AgentFactory()])
    close_account(by=administrator, user=lead)
    assert leads(space) == [first]
    assert told(first, "space.handed_over")
    assert not told(administrator, "space.without_lead")
    assert Entry.objects.filter(action="space.handed_over").exists()


def test_an_account_closed_in_a_form_of_the_admin_leaves_no_space_alone(commune):
    lead, first = AgentFactory(commune), AgentFactory(commune)
    space = make_space(lead=lead, members=[first])
    lead.is_active = False
    lead.save()
    assert leads(space) == [first]


def test_another_lead_goes_on_alone(commune):
    lead, other = AgentFactory(commune), AgentFactory(commune)
    space = make_space(access="private", lead=lead, members=[AgentFactory(commune)])
    SpaceMembership.objects.create(space=space, user=other, role="lead")
    close_account(by=None, user=lead)
    assert leads(space) == [other]


def test_a_space_of_an_organisation_that_leaves_the_pool_goes_to_a_member_of_another(commune, neighbour):
    lead, near, far = AgentFactory(commune), AgentFactory(commune), AgentFactory(neighbour)
    space = make_space(access="private", lead=lead, members=[near, far])
    elsewhere = make_space(access="private", lead=AgentFactory(neighbour), members=[far])
    commune.in_pool = False
    commune.save(update_fields=["in_pool"])
    assert leads(space) == [far]
    assert far not in leads(elsewhere)


def test_whoever_belongs_elsewhere_too_keeps_what_they_lead_when_one_organisation_leaves_the_pool(commune, neighbour):
    lead = AgentFactory(commune)
    lead.memberships.create(organisation=neighbour, is_primary=False)
    space = make_space(access="private", lead=lead, members=[AgentFactory(neighbour)])
    commune.in_pool = False
    commune.save()
    assert leads(space) == [lead]


def test_administrators_are_told_when_nobody_may_lead_and_no_longer_once_one_does(client, commune, administrator):
    lead = AgentFactory(commune)
    space = make_space(access="private", lead=lead, guests=[AgentFactory()], title="Orphelin")
    close_account(by=None, user=lead)
    assert leads(space) == []
    assert told(administrator, "space.without_lead")
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/notifications/").content.decode()
    assert "Orphelin" in page
    assert client.get(reverse("space-take-lead", args=[space.slug])).status_code == 200
    take_lead(administrator=administrator, space=space, reason="Plus personne")
    assert "n’a plus d’animateur" not in client.get("/notifications/").content.decode()


def test_only_who_leads_a_space_hands_it_over_and_never_an_archived_one(commune, administrator):
    lead, member, guest = AgentFactory(commune), AgentFactory(commune), UserFactory()
    space = make_space(lead=lead, members=[member], guests=[guest])
    for person in (member, guest, AgentFactory(commune), administrator):
        with pytest.raises(PermissionDenied):
            hand_over(lead=person, space=space, user=member)
    space.archived_at = timezone.now()
    space.save()
    with pytest.raises(PermissionDenied):
        hand_over(lead=lead, space=space, user=member)
    space.archived_at = None
    space.save()
    assert leads(space) == [lead]


def test_no_administrator_takes_the_lead_without_a_reason(commune, administrator):
    lead = AgentFactory(commune)
    space = make_space(lead=lead)
    with pytest.raises(ValidationError):
        take_lead(administrator=administrator, space=space, reason=" ")
    assert leads(space) == [lead]
