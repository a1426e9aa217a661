"""What the site answers when it is asked the wrong way."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from intranet.home.models import NewsIndexPage, NewsPage
from knowledge.guides.forms import StepForm
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_the_address_of_a_form_has_a_page_of_its_own_for_who_opens_it(client, agent):
    client.force_login(agent)
    space = make_space(lead=agent)
    page = client.get(reverse("space-join", args=[space.slug]), headers={"Accept": "text/html"})
    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert "Cette adresse reçoit" in page.content.decode()


def test_a_script_whose_reader_signed_out_is_told_and_a_page_goes_to_sign_in(client, agent):
    space = make_space(lead=agent)
    url = reverse("thread-reply", args=[space.slug, 1])
    assert client.post(url, headers={"Accept": "application/json"}).status_code == 401
    assert client.post(url, headers={"Accept": "text/html"}).status_code == 302


def test_a_state_is_not_told_of_a_day_to_come():
    form = StepForm({"status": "done", "on": "2099-01-01"})
    assert form.errors["on"] == ["Ce jour n’est pas encore venu\xa0: dites où vous en êtes aujourd’hui."]


def test_a_piece_of_news_opens_whatever_its_title(client, agent):
    page = NewsPage(title="Permanence décalée : la salle ferme à 16 h", body=[("paragraph", "<p>Voilà.</p>")])
    NewsIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    client.force_login(agent)
    assert client.get(page.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_what_watches_a_process_may_call_it_by_any_name_and_without_https(client, settings, path):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["parvis.example"], True
    assert client.get(path, headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_a_cache_that_is_away_is_named_and_is_no_reason_to_stop(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}
    }
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "cache": False})


@pytest.mark.parametrize(
    "path",
    [
        "/annuaire/?q=%00",
        "/espaces/?q=%00",
        "/retours-d-experience/?theme=%00",
        "/recherche/?q=%00",
        "/api/v1/search?q=%00",
    ],
)
def test_a_null_character_is_left_out_of_an_address(client, agent, path):
    client.force_login(agent)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/v1/lessons?page={n}", "/espaces/?theme={n}", "/agenda/?espace={n}", "/api/v1/threads/{n}"]
)
def test_a_number_longer_than_any_of_ours_finds_nothing(client, agent, path):
    client.force_login(agent)
    assert client.get(path.format(n="9" * 30)).status_code in (200, 404, 422)


def test_a_null_character_in_what_the_api_is_sent_is_refused(client, agent):
    client.force_login(agent)
    answer = client.post("/api/v1/threads/1/messages", {"body": "a\x00b"}, content_type="application/json")
    assert (answer.status_code, answer.json()["status"]) == (400, 400)


def test_the_mails_of_the_admin_greet_as_the_house_does(agent):
    mail = render_to_string("wagtailadmin/notifications/base.txt", {"user": agent})
    assert mail.strip().startswith(f"Bonjour {agent.full_name},")
    assert "Salut" not in mail
