"""Getting in, and being sent to get in."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Group

from intranet.accounts.constants import EDITORS_GROUP
from tests.factories.people import PASSWORD, UserFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_a_fragment_asked_without_a_session_leads_the_whole_page_to_sign_in(client):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/recherche/?q=paie"}
    answer = client.get("/recherche/?q=paie&page=2", headers=asked)
    assert answer.headers["HX-Redirect"] == "/connexion/?next=/recherche/%3Fq%3Dpaie"


def test_a_page_asked_without_a_session_comes_back_after_sign_in(client):
    assert client.get("/agenda/").url == "/connexion/?next=/agenda/"


def test_the_api_says_401_and_leads_nowhere(client):
    answer = client.get("/api/v1/spaces")
    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


def test_who_asks_for_a_new_password_learns_nothing_of_who_exists(client, agent, mailoutbox):
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    answers = [
        client.post("/compte/mot-de-passe/oublie/", {"email": address}, follow=True)
        for address in (agent.email, "personne@nulle-part.example")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert len({answer.content for answer in answers}) == 1


def test_signing_up_signs_nobody_in(client):
    said = {"first_name": "Moi", "last_name": "Même", "password1": PASSWORD, "password2": PASSWORD}
    page = client.post("/inscription/", {"email": "moi@exemple.example", **said})
    assert page.url == "/compte/adresse/a-confirmer/"
    assert not client.session.get("_auth_user_id")


@pytest.mark.parametrize("address", ["/gestion/login/", "/_util/login/"])
def test_the_admins_own_doors_sign_nobody_in(client, agent, address):
    client.post(address, {"username": agent.email, "password": "un-mot-de-passe-long"})
    assert not client.session.get("_auth_user_id")


def test_the_second_factor_is_asked_before_the_admin(client, settings):
    settings.REQUIRE_MFA = True
    # The group alone, without a membership: asked nowhere else.
    person = UserFactory()
    person.groups.add(Group.objects.get(name=EDITORS_GROUP))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/gestion/").url == "/compte/double-facteur/"


@pytest.mark.parametrize("address", ["/gestion/", "/gestion/users/", "/gestion/pages/1/", "/gestion/rien/"])
def test_who_may_not_enter_the_admin_is_told_so_where_they_land_and_nothing_more(client, agent, settings, address):
    settings.REQUIRE_MFA = True
    guest = UserFactory()
    make_space(lead=agent, guests=[guest])
    for person, where in ((agent, "/"), (guest, "/espaces/"), (UserFactory(), "/en-attente/")):
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(address, follow=True)
        assert answer.redirect_chain[-1][0] == where
        assert "La gestion du site n’est pas ouverte à votre compte." in answer.content.decode()
    assert client.get(address, headers={"X-Requested-With": "XMLHttpRequest"}).status_code == 403


class Counted(MD5PasswordHasher):
    """Says how often a password was worked on: what takes longest of all that a request does here."""

    times = 0

    def encode(self, password, salt):
        Counted.times += 1
        return super().encode(password, salt)


@pytest.mark.parametrize(
    ("address", "typed"),
    [
        ("/connexion/", {"login": "{}", "password": "un-autre-mot-de-passe"}),
        ("/inscription/", {"first_name": "A", "last_name": "B", "email": "{}", "password1": PASSWORD}),
        ("/compte/mot-de-passe/oublie/", {"email": "{}"}),
    ],
)
def test_how_long_it_takes_tells_nobody_whether_an_address_is_known(client, settings, agent, address, typed):
    settings.PASSWORD_HASHERS = [f"{__name__}.Counted"]
    agent.set_password(PASSWORD)
    agent.save()
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    worked = []
    for email in (agent.email, "inconnue@ailleurs.example"):
        before = Counted.times
        sent = {name: value.format(email) for name, value in typed.items()}
        client.post(address, sent | ({"password2": PASSWORD} if "password1" in sent else {}))
        worked.append(Counted.times - before)
    assert worked[0] == worked[1]
