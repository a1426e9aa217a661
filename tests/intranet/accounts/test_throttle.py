"""Sign-in is throttled, and whoever fails on purpose locks nobody else out."""

import pytest
from django.urls import reverse

from intranet.settings import security
from tests.factories.people import PASSWORD, code_of, enrol

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _limits(settings, agent, colleague):
    """The limits that production has."""
    settings.ACCOUNT_RATE_LIMITS = security.ACCOUNT_RATE_LIMITS
    for person in (agent, colleague):
        person.emailaddress_set.create(email=person.email, verified=True, primary=True)


def attempt(client, person, password, where):
    page = client.post("/connexion/", {"login": person.email, "password": password}, REMOTE_ADDR=where)
    return page.status_code == 302 and page.url == "/"


def test_five_failures_on_an_account_shut_it_to_their_address(client, agent):
    for _turn in range(5):
        assert not attempt(client, agent, "faux", "192.0.2.1")
    assert not attempt(client, agent, PASSWORD, "192.0.2.1")


def test_the_person_themselves_enters_from_elsewhere(client, agent):
    for _turn in range(9):
        attempt(client, agent, "faux", "192.0.2.1")
    assert attempt(client, agent, PASSWORD, "198.51.100.7")


def test_an_account_that_is_shut_leaves_the_others_of_the_same_office_open(client, agent, colleague):
    for _turn in range(6):
        attempt(client, agent, "faux", "192.0.2.1")
    assert attempt(client, colleague, PASSWORD, "192.0.2.1")


def test_whoever_goes_on_failing_holds_nobody_of_the_same_office_up(client, agent, colleague):
    for _turn in range(40):
        attempt(client, agent, "faux", "192.0.2.1")
    assert attempt(client, colleague, PASSWORD, "192.0.2.1")


def test_addresses_of_one_ipv6_network_count_as_one(client, agent):
    for turn in range(5):
        attempt(client, agent, "faux", f"2001:db8:1:2::{turn + 1}")
    assert not attempt(client, agent, PASSWORD, "2001:db8:1:2:ffff::9")
    assert attempt(client, agent, PASSWORD, "2001:db8:1:3::1")


def test_an_address_that_tries_many_accounts_is_shut_to_all(client, agent, colleague):
    for number in range(30):
        answer = {"login": f"personne{number}@exemple.example", "password": "faux"}
        client.post("/connexion/", answer, REMOTE_ADDR="192.0.2.1")
    assert not attempt(client, agent, PASSWORD, "192.0.2.1")
    assert attempt(client, colleague, PASSWORD, "198.51.100.7")


def test_behind_a_proxy_the_address_counted_is_that_of_who_asks(client, agent, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _turn in range(6):
        form = {"login": agent.email, "password": "faux"}
        client.post("/connexion/", form, REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": "192.0.2.1"})
    form = {"login": agent.email, "password": PASSWORD}
    # What one writes oneself in the header does not count: only what the proxy added does.
    forged = {"X-Forwarded-For": "198.51.100.7, 192.0.2.1"}
    assert client.post("/connexion/", form, REMOTE_ADDR="10.0.0.1", headers=forged).status_code == 200
    other = {"X-Forwarded-For": "198.51.100.7"}
    assert client.post("/connexion/", form, REMOTE_ADDR="10.0.0.1", headers=other).status_code == 302


def test_who_holds_the_password_alone_does_not_try_codes_without_end(client, agent):
    secret = enrol(agent)
    client.post("/connexion/", {"login": agent.email, "password": PASSWORD})
    where = reverse("mfa_authenticate")
    for _turn in range(5):
        assert client.post(where, {"code": "000000"}).status_code == 200
    refused = client.post(where, {"code": code_of(secret)})
    assert refused.status_code == 200
    assert "Trop d’essais" in refused.content.decode()


def test_one_s_own_password_is_not_tried_without_end_from_a_session_left_open(client, agent):
    client.force_login(agent)
    where = reverse("account_reauthenticate")
    answers = [client.post(where, {"password": "faux"}).status_code for _turn in range(12)]
    assert answers[0] == 200
    assert answers[-1] == 429
