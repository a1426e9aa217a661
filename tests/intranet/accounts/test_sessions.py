"""Where one is signed in, listed and ended."""

import pytest
from django.test import Client

from intranet.audit.models import Entry
from intranet.live.rules import digest_of
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def browsers(agent, colleague):
    """Three browsers of one person, and one of somebody else."""
    opened = []
    for person in (agent, agent, agent, colleague):
        person.emailaddress_set.get_or_create(email=person.email, verified=True, primary=True)
        client = Client(headers={"User-Agent": FIREFOX})
        client.post("/connexion/", {"login": person.email, "password": PASSWORD})
        opened.append(client)
    return opened


def confirm(client):
    """Say again who one is."""
    client.post("/compte/confirmation/", {"password": PASSWORD})


def is_in(client):
    return client.get("/espaces/").status_code == 200


def ids(client):
    rows = client.get("/compte/sessions/").context["rows"]
    return [row["session"].pk for row in rows if not row["current"]]


def test_one_sees_ones_own_sessions_this_one_first(browsers):
    page = browsers[1].get("/compte/sessions/")
    assert len(page.context["rows"]) == 3
    assert page.context["rows"][0]["session"].session_key == browsers[1].session.session_key
    assert page.text.count("Firefox sous Windows") == 3


def test_ending_one_asks_who_one_is_and_ends_that_one(browsers):
    here, _there, elsewhere, _other = browsers
    asked = here.post("/compte/sessions/", {"session": ids(here)[0]})
    assert asked.url.startswith("/compte/confirmation/")
    assert is_in(elsewhere)
    # What was asked for is done once it is known who asks.
    here.post(asked.url, {"password": PASSWORD})
    assert [is_in(each) for each in browsers] == [True, True, False, True]


def test_ending_all_the_others_closes_their_sockets_and_is_on_record(
    browsers, agent, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    keys = [each.session.session_key for each in browsers]
    confirm(browsers[0])
    monkeypatch.setattr("intranet.live.publish.courier.send", lambda item, **_more: told.append(item))
    with django_capture_on_commit_callbacks(execute=True):
        browsers[0].post("/compte/sessions/", {"session": ""})
    assert [is_in(each) for each in browsers] == [True, False, False, True]
    assert {tuple(item) for item in told} == {("revoke_session", digest_of(key)) for key in keys[1:3]}
    assert Entry.objects.filter(action="session.closed", actor_id=agent.pk).count() == 2


def test_nobody_ends_the_session_of_somebody_else(browsers):
    theirs = browsers[3].get("/compte/sessions/").context["rows"][0]["session"].pk
    confirm(browsers[0])
    browsers[0].post("/compte/sessions/", {"session": theirs})
    assert is_in(browsers[3])


@pytest.mark.parametrize("typed", ["x", "0", "9" * 30])
def test_a_session_that_is_none_ends_nothing(browsers, typed):
    confirm(browsers[0])
    assert browsers[0].post("/compte/sessions/", {"session": typed}).status_code < 500
    assert all(is_in(each) for each in browsers)


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/compte/adresse/", {"action_add": "", "email": "autre@exemple.example"}),
        ("/compte/double-facteur/totp/activate/", {"code": "123456"}),
        ("/compte/double-facteur/webauthn/add/", {"name": "Clé", "credential": "{}"}),
        ("/compte/double-facteur/recovery-codes/generate/", {}),
    ],
)
def test_what_is_sensitive_asks_who_one_is_again(browsers, agent, address, sent):
    asked = browsers[0].post(address, sent)
    assert (asked.status_code, asked.url.split("?")[0]) == (302, "/compte/confirmation/")
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)
    assert agent.emailaddress_set.count() == 1


def test_a_password_is_changed_by_who_knows_it(browsers, agent):
    new = {"password1": "un-autre-mot-de-passe", "password2": "un-autre-mot-de-passe"}
    browsers[0].post("/compte/mot-de-passe/", {**new, "oldpassword": "faux"})
    agent.refresh_from_db()
    assert agent.check_password(PASSWORD)
    browsers[0].post("/compte/mot-de-passe/", {**new, "oldpassword": PASSWORD})
    agent.refresh_from_db()
    assert agent.check_password("un-autre-mot-de-passe")
    assert not is_in(browsers[1])


def test_a_session_that_is_over_is_not_shown(browsers):
    browsers[2].post("/deconnexion/")
    assert len(ids(browsers[0])) == 1


def test_many_sessions_cost_no_more_queries(browsers, agent, django_assert_num_queries):
    for _turn in range(4):
        Client().post("/connexion/", {"login": agent.email, "password": PASSWORD})
    browsers[0].get("/compte/sessions/")
    with django_assert_num_queries(7):
        assert browsers[0].get("/compte/sessions/").status_code == 200
    assert len(ids(browsers[0])) == 6
