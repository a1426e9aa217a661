"""What the site answers when it is asked the wrong way."""

import pytest
from django.urls import reverse

from intranet.home.models import NewsIndexPage, NewsPage
from knowledge.guides.forms import StepForm
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_the_address_of_a_form_has_a_page_of_its_own_for_who_opens_it(client, agent):
    client.force_login(agent)
    space = make_space(lead=agent)
    page = client.get(reverse("space-leave", args=[space.slug]), headers={"Accept": "text/html"})
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
