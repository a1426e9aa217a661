"""The two faces of the rule are one, for everybody, in every state of a space; and it holds at the next question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from intranet.accounts.models import User
from intranet.live.rules import examine
from spaces.workspaces import actions, policies
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import SpaceInvitation, SpaceMembership, SpacePage
from spaces.workspaces.search_sources import SpaceSource
from tests.access.world import build
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import OrganisationFactory, make_space

STATES = {
    "open": {},
    "archived": {"archived_at": timezone.now()},
    "in the bin": {"binned_at": timezone.now()},
    "long in the bin": {"binned_at": timezone.now() - timedelta(days=31)},
}


@pytest.mark.parametrize("state", STATES)
def test_lists_and_answers_agree_for_every_role_and_every_space(db, state):
    world = build()
    SpacePage.objects.update(archived_at=None, binned_at=None)
    SpacePage.objects.update(**STATES[state])
    written, led = 0, 0
    for role, person in world.people.items():
        user = person or AnonymousUser()
        listed = set(SpacePage.objects.visible_to(user))
        readable = set(SpacePage.objects.readable_by(user))
        binned = set(SpacePage.objects.binned_by(user))
        assert readable <= listed
        for space in SpacePage.objects.all():
            told = (role, space.access)
            assert policies.can_view_space(user, space) == (space in listed), told
            assert policies.can_read_space(user, space) == (space in readable), told
            assert policies.can_restore_space(user, space) == (space in binned), told
            posts, leads = policies.can_post_in_space(user, space), policies.can_lead_space(user, space)
            assert posts == (space in readable and state == "open"), told
            assert not leads or (space in readable and state == "open"), told
            assert not policies.can_join_space(user, space) or posts, told
            assert not (policies.can_ask_to_join_space(user, space) and space in readable), told
            written, led = written + posts, led + leads
        for invitation in SpaceInvitation.objects.all():
            theirs = invitation in SpaceInvitation.objects.visible_to(user)
            assert policies.can_answer_invitation(user, invitation) == theirs
            assert theirs == (role == "agent_b" and state == "open" and invitation == world.space_invitation)
    assert (written > 0) == (led > 0) == (state == "open")


@pytest.mark.parametrize("access", Access.values)
@pytest.mark.parametrize("module", ["discussions", "documents"])
def test_what_lacks_a_module_is_not_read_in_it(agent, access, module):
    space = make_space(access=access, lead=agent, modules_off=",documents,")
    assert policies.can_read_space(agent, space)
    assert policies.can_read_space(agent, space, module) == (module != "documents")
    assert policies.can_post_in_space(agent, space, module) == (module != "documents")


def leave(_lead, space, member):
    actions.leave_space(user=member, space=space)


def remove(lead, space, member):
    actions.remove_member(lead=lead, space=space, user=member)


def end(lead, space, member):
    actions.change_member(lead=lead, space=space, user=member, ends_on=timezone.localdate())


def close_doors(lead, space, _member):
    actions.bin_space(lead=lead, space=space)


def archive(lead, space, _member):
    actions.archive_space(lead=lead, space=space)


@pytest.mark.parametrize(
    ("act", "heard"), [(leave, False), (remove, False), (end, False), (close_doors, False), (archive, True)]
)
def test_going_holds_at_the_next_request_and_open_pages_are_asked_again(
    agent, colleague, act, heard, monkeypatch, django_capture_on_commit_callbacks
):
    space = make_space(access=Access.PRIVATE, lead=agent, members=[colleague])
    browser = Client()
    browser.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    stream, sent = f"space:{space.pk}", []
    monkeypatch.setattr("intranet.live.publish.courier.send", lambda item, **_options: sent.append(item))

    def verdict():
        return examine([(browser.session.session_key, {stream})])[0][0].heard

    assert verdict() == {stream}
    with django_capture_on_commit_callbacks(execute=True):
        act(agent, space, colleague)
    # What closes sockets: every process asks the rules anew, for this person or for all.
    assert any(item in (["recheck", colleague.pk], ["recheck", None]) for item in sent)
    assert verdict() == ({stream} if heard else set())
    assert browser.get(space.get_absolute_url()).status_code == (200 if heard else 404)


def test_an_administrator_sees_no_more_than_others(agent):
    administrator = UserFactory(is_superuser=True)
    for access in Access.values:
        make_space(access=access, lead=agent)
    assert not SpacePage.objects.visible_to(administrator).exists()


@pytest.mark.parametrize("access", Access.values)
def test_the_rule_asked_for_many_people_answers_as_for_each(commune, neighbour, access):
    outside = OrganisationFactory(in_pool=False)
    people = [
        AgentFactory(commune), AgentFactory(neighbour), AgentFactory(outside), UserFactory(),
        UserFactory(is_superuser=True), AgentFactory(commune, is_active=False),
    ]  # fmt: skip
    gone = AgentFactory(commune)
    gone.memberships.update(ended_on=timezone.localdate())
    people.append(gone)
    space = make_space(access=access, organisations=[commune, outside])
    for role in ("none", *SpaceRole.values):
        for ends_on in (None, timezone.localdate()):
            space.memberships.all().delete()
            if role != "none":
                for each in people:
                    SpaceMembership.objects.create(space=space, user=each, role=role, ends_on=ends_on)
            fresh = list(User.objects.filter(pk__in=[each.pk for each in people]).order_by("pk"))
            expected = [each for each in fresh if policies.can_read_space(each, space)]
            assert policies.readers_among(space, fresh) == expected, (role, ends_on)
    space.modules_off = ",discussions,"
    space.save()
    assert policies.readers_among(space, fresh, "discussions") == []


def test_the_card_of_a_space_on_request_says_neither_how_many_nor_when(client, commune, neighbour):
    lead, beyond = AgentFactory(commune), AgentFactory(neighbour)
    make_space(access=Access.ON_REQUEST, lead=lead, members=[AgentFactory(commune) for _n in range(6)], title="Paie")
    for person, knows in ((beyond, False), (lead, True)):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        page = client.get("/espaces/").content.decode()
        assert "Paie" in page
        assert ("7 personnes" in page) is knows
        assert ("<span>actif" in page) is knows
        (space,) = client.get("/api/v1/spaces").json()
        assert space["readable"] is knows
        assert bool(space["active_at"]) is knows
    listed = SpaceSource().entry(SpacePage.objects.get())
    assert listed.modified == SpacePage.objects.get().created_at
