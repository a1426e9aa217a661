"""Who edits, refers or administers gives a second factor before anything opens."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from intranet.accounts import actions, second_factor
from intranet.accounts.constants import EDITORS_GROUP, MembershipRole
from intranet.accounts.models import User
from intranet.live import rules
from intranet.live.courier import courier
from tests.factories.people import PASSWORD, AgentFactory, UserFactory, code_of, editor, enrol, give_factor

pytestmark = pytest.mark.django_db

ROLES = {
    "editor": editor,
    "referent": lambda: AgentFactory(role=MembershipRole.REFERENT),
    "administrator": lambda: UserFactory(is_superuser=True),
}
PAGES = ("/", "/reglages/", "/espaces/", "/guides/", "/recherche/?q=paie", "/gestion/", "/notifications/cloche/")


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_MFA = True


@pytest.fixture(params=ROLES)
def someone(request, db):
    """A person whose role asks for a second factor, and who has none."""
    return ROLES[request.param]()


def enter(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_without_a_factor_every_page_leads_to_enrol_one(client, someone):
    enter(client, someone)
    for page in PAGES:
        assert client.get(page).url == "/compte/double-facteur/", page
    assert client.post("/reglages/", {"first_name": "Autre"}).url == "/compte/double-facteur/"
    assert User.objects.get(pk=someone.pk).first_name == someone.first_name


def test_with_a_factor_every_page_asks_for_it_and_comes_back(client, someone):
    enrol(someone)
    enter(client, someone)
    assert client.get("/espaces/?tri=nom").url == "/compte/double-facteur/reauthenticate/?next=/espaces/%3Ftri%3Dnom"
    assert client.post("/reglages/").url == "/compte/double-facteur/reauthenticate/?next=/"


def test_once_given_it_is_not_asked_again_in_this_session(client, someone):
    enrol(someone)
    enter(client, someone)
    give_factor(client, someone)
    assert client.get("/espaces/").status_code == 200


def test_a_factor_given_by_somebody_else_in_this_browser_opens_nothing(client, someone):
    give_factor(enter(client, someone), UserFactory())
    assert client.get("/espaces/").url == "/compte/double-facteur/"


def test_the_api_and_scripts_are_told(client, someone):
    enter(client, someone)
    answer = client.get("/api/v1/spaces")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    assert "second facteur" in answer.json()["detail"]
    assert client.get("/espaces/", headers={"Accept": "application/json"}).status_code == 403


def test_a_fragment_leads_the_whole_page(client, someone):
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/guides/"}
    enter(client, someone)
    assert client.get("/recherche/?q=paie", headers=asked).headers["HX-Redirect"] == "/compte/double-facteur/"
    enrol(someone)
    led = client.get("/recherche/?q=paie", headers=asked).headers["HX-Redirect"]
    assert led == "/compte/double-facteur/reauthenticate/?next=/guides/"


def test_what_lets_one_out_or_helps_stays_open(client, someone):
    enter(client, someone)
    assert client.get("/aide/").status_code == 200
    assert client.get("/livez").status_code == 200
    assert client.get("/compte/double-facteur/").status_code == 200
    assert client.post("/deconnexion/").url == "/connexion/"
    assert "_auth_user_id" not in client.session


def test_who_holds_a_password_alone_puts_no_factor_in_place_of_another(client, someone):
    enrol(someone)
    enter(client, someone)
    for name in ("mfa_index", "mfa_add_webauthn", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
                 "account_change_password", "account_email", "account_reauthenticate"):  # fmt: skip
        assert client.get(reverse(name)).url.startswith("/compte/double-facteur/reauthenticate/"), name


def test_an_agent_and_a_guest_are_not_asked(client, agent):
    for person in (agent, UserFactory()):
        assert enter(client, person).get("/espaces/").status_code == 200
    assert client.get("/gestion/").url == "/"


def test_who_becomes_a_referent_is_asked_at_the_next_request(client, agent, metropole):
    enter(client, agent)
    assert client.get("/espaces/").status_code == 200
    membership = actions.attach(
        by=None, user=agent, organisation=metropole, role=MembershipRole.REFERENT, primary=False
    )
    assert client.get("/espaces/").url == "/compte/double-facteur/"
    actions.end_membership(by=None, membership=membership, on=timezone.localdate())
    assert client.get("/espaces/").status_code == 200


def test_the_next_sign_in_asks_for_the_code(client, someone):
    someone.emailaddress_set.create(email=someone.email, verified=True, primary=True)
    secret = enrol(someone)
    asked = client.post("/connexion/", {"login": someone.email, "password": PASSWORD})
    assert asked.url == "/compte/double-facteur/authenticate/"
    assert client.get("/espaces/").url.startswith("/connexion/")
    client.post(asked.url, {"code": code_of(secret)})
    assert client.get("/espaces/").status_code == 200


def test_no_socket_opens_without_it(client, someone, agent):
    enter(client, someone)
    assert rules.who_enters(client.session.session_key) is None
    give_factor(client, someone)
    assert rules.who_enters(client.session.session_key) == someone
    client.logout()
    assert rules.who_enters(enter(client, agent).session.session_key) == agent


def heard(session_key, **asked):
    """Whether the session still hears anything."""
    [verdict], _seqs = rules.examine([(session_key, set())], **asked)
    return verdict is not None


def test_a_role_that_comes_while_a_socket_is_open_is_asked_of_it(
    client, agent, django_capture_on_commit_callbacks, monkeypatch
):
    told = []
    monkeypatch.setattr(courier, "send", told.append)
    key = enter(client, agent).session.session_key
    assert heard(key, door=True)
    with django_capture_on_commit_callbacks(execute=True):
        agent.groups.add(Group.objects.get_or_create(name=EDITORS_GROUP)[0])
    assert ["recheck", agent.pk] in told
    assert not heard(key, door=True)
    give_factor(client, agent)
    assert heard(key, door=True)


def test_a_beat_asks_no_more_of_the_database_than_before(client, agent, django_assert_num_queries):
    key = enter(client, agent).session.session_key
    # The session, the person.
    with django_assert_num_queries(2):
        assert heard(key)


def test_where_it_is_not_required_nobody_is_asked(client, someone, settings):
    settings.REQUIRE_MFA = False
    enter(client, someone)
    assert client.get("/espaces/").status_code == 200
    assert second_factor.opens_live(client.session, someone)
