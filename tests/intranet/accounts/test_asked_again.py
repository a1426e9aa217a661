"""Before a sensitive act, who one is is asked again: a role, the lead of a space, the record taken away."""

from collections.abc import Callable
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.conf import settings

from intranet.accounts.models import User
from intranet.audit.models import Entry
from spaces.workspaces.constants import Access
from tests.factories.people import PASSWORD, AgentFactory, UserFactory, code_of, confirm, enrol
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
OLD = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT + 1


def _role(commune, agent, colleague):
    return SimpleNamespace(
        by=AgentFactory(commune, role="referent"),
        url=f"/organisations/{commune.slug}/agents/{agent.slug}/role/",
        typed={"role-role": "referent"},
        wrong={"role-role": "roi"},
        done=lambda: [each.details["role"] for each in Entry.objects.filter(action="membership.role_changed")],
        told="referent",
        others={colleague: 403, UserFactory(): 404},
    )


def _lead(commune, agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent)
    return SimpleNamespace(
        by=UserFactory(is_superuser=True),
        url=f"/espaces/{space.slug}/reprendre/",
        typed={"reason": "Plus personne ne répond"},
        wrong={"reason": " "},
        done=lambda: [each.details["reason"] for each in Entry.objects.filter(action="space.lead_taken")],
        told="Plus personne ne répond",
        others={agent: 404, colleague: 404},
    )


def _export(commune, agent, colleague):
    return SimpleNamespace(
        by=AgentFactory(commune, role="referent"),
        url="/journal/export/",
        typed={"act": "space.joined"},
        wrong={"since": "hier"},
        done=lambda: [each.details["asked"]["act"] for each in Entry.objects.filter(action="audit.exported")],
        told="space.joined",
        others={agent: 404, colleague: 404},
    )


@pytest.fixture(params=[_role, _lead, _export], ids=["role", "lead", "export"])
def act(request: pytest.FixtureRequest, commune, agent, colleague) -> SimpleNamespace:
    """What is done, where, by whom, what is typed, and what the record then holds."""
    make: Callable = request.param
    return make(commune, agent, colleague)


@pytest.mark.parametrize("ago", [None, OLD], ids=["never", "long ago"])
def test_an_old_session_is_asked_again_and_then_it_is_done_as_it_was_typed(client, act, ago):
    client.force_login(act.by, backend=BACKEND)
    if ago:
        confirm(client, act.by, ago)
    asked = client.post(act.url, act.typed)
    assert (asked.status_code, asked.url) == (302, f"/compte/confirmation/?{urlencode({'next': act.url})}")
    assert "Confirmez que c’est vous" in client.get(asked.url).text
    assert client.post(asked.url, {"password": "faux"}).status_code == 200
    assert act.done() == []
    answer = client.post(asked.url, {"password": PASSWORD})
    assert answer.status_code in (200, 302)
    assert act.done() == [act.told]


def test_a_second_factor_says_it_as_well(client, act):
    secret = enrol(act.by)
    client.force_login(act.by, backend=BACKEND)
    client.post(act.url, act.typed)
    client.post(f"/compte/double-facteur/reauthenticate/?next={act.url}", {"code": code_of(secret)})
    assert act.done() == [act.told]


def test_who_has_just_said_so_is_not_asked(client, act):
    client.force_login(act.by, backend=BACKEND)
    confirm(client, act.by, OLD - 60)
    answer = client.post(act.url, act.typed)
    assert not answer.headers.get("Location", "").startswith("/compte/")
    assert act.done() == [act.told]


def test_what_somebody_else_said_in_this_browser_counts_for_nothing(client, act, agent):
    client.force_login(act.by, backend=BACKEND)
    confirm(client, agent)
    assert client.post(act.url, act.typed).url.startswith("/compte/confirmation/")
    assert act.done() == []


def test_who_may_not_do_it_is_refused_without_being_asked(client, act):
    for person, status in act.others.items():
        client.force_login(person, backend=BACKEND)
        assert client.post(act.url, act.typed).status_code == status
        confirm(client, person)
        assert client.post(act.url, act.typed).status_code == status
    assert act.done() == []


def test_what_is_wrong_is_said_before_anything_is_asked(client, act):
    client.force_login(act.by, backend=BACKEND)
    assert client.post(act.url, act.wrong).status_code == 422


def test_who_lost_the_right_meanwhile_does_nothing_by_confirming(client, act):
    client.force_login(act.by, backend=BACKEND)
    asked = client.post(act.url, act.typed)
    act.by.memberships.all().delete()
    User.objects.filter(pk=act.by.pk).update(is_superuser=False)
    assert client.post(asked.url, {"password": PASSWORD}).status_code in (403, 404)
    assert act.done() == []


# Who leads the space already is told so, as before.
@pytest.mark.parametrize("act", [_role, _export], ids=["role", "export"], indirect=True)
def test_confirming_twice_does_it_once_and_leads_to_a_page(client, act):
    client.force_login(act.by, backend=BACKEND)
    asked = client.post(act.url, act.typed)
    client.post(asked.url, {"password": PASSWORD})
    assert client.post(asked.url, {"password": PASSWORD}, follow=True).status_code == 200
    assert act.done() == [act.told]
