"""The page of search, as a person sees it."""

import logging
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.taxonomy.models import Theme
from search import engines
from search.engines.elastic import ElasticEngine
from search.models import SearchEntry, Synonym
from spaces.documents.actions import add_document
from spaces.documents.constants import Audience
from spaces.workspaces.constants import Access
from tests.factories import files
from tests.factories.knowledge import make_lesson
from tests.factories.people import UserFactory
from tests.factories.places import make_space
from tests.search.conftest import ThemeSource

URL = "/recherche/"


def test_what_is_found_is_shown_with_its_passage_and_its_words_marked(page):
    Theme.objects.create(slug="regie", name="Régie <de> recettes", description="Les régisseurs de la cantine & co")
    response = page("q=regie+cantine")
    html = response.content.decode()
    assert response.status_code == 200
    assert '<a href="/themes/regie/"><mark>Régie</mark> &lt;de&gt; recettes</a>' in html
    assert "la <mark>cantine</mark> &amp; co" in html
    assert "1 résultat" in html
    assert "<title>Recherche : regie cantine · Parvis</title>" in html.replace("\u00a0", " ")


def test_without_words_the_page_says_what_can_be_searched(page):
    response = page()
    assert response.status_code == 200
    assert "Que cherchez-vous" in response.content.decode()


def test_when_nothing_is_found_the_page_says_so(page):
    html = page("q=funerarium").content.decode()
    assert "Personne n’a encore écrit là-dessus" in html
    assert 'role="status"' in html


def test_a_misspelt_word_is_put_right_and_said_with_its_accents(page):
    Theme.objects.create(slug="paie", name="Prélèvement à la source")
    html = page("q=prelevemetn").content.decode()
    assert "<strong>prélèvement</strong>" in html
    assert "« prelevemetn »" in html.replace("\u00a0", " ")
    assert "/themes/paie/" in html


def test_what_the_rule_refuses_is_not_shown_and_is_an_incident(page, agent, caplog):
    Theme.objects.create(slug="secret", name="Régie cachée", description="caché")
    with caplog.at_level(logging.ERROR):
        html = page("q=regie").content.decode()
    assert "/themes/secret/" not in html
    assert "search incident" in caplog.text
    assert Entry.objects.get(action="search.incident").actor_id == agent.pk


def test_a_space_that_the_reader_may_not_see_is_not_named_beside_a_document_that_left_it(
    client, site, agent, colleague
):
    """A document of a private space goes with a lesson: its reader learns nothing of the space."""
    space = make_space(title="Cellule fermée", access=Access.PRIVATE, lead=colleague)
    document = add_document(
        author=colleague, space=space, title="Astreinte", audience=Audience.POOL,
        upload=files.upload("astreinte.pdf", files.pdf("Astreinte")),
    )  # fmt: skip
    lesson = make_lesson(colleague, published=True, title="Nos nuits")
    lesson.documents.add(document)
    lesson.save()
    site.settle()
    shown = {}
    for reader in (agent, colleague):
        client.force_login(reader)
        html = client.get(f"{URL}?q=astreinte").content.decode()
        assert document.get_absolute_url() in html
        shown[reader] = "Cellule fermée" in html
        answer = client.get("/api/v1/search?q=astreinte").json()
        assert bool(answer["facets"].get("space")) is bool(answer["hits"][0]["space"]) is shown[reader]
    assert shown == {agent: False, colleague: True}


def test_asking_for_what_one_may_not_see_tells_no_name_of_it(client, site, agent, commune):
    space = make_space(title="Cellule fermée", access=Access.PRIVATE, lead=agent)
    theme = Theme.objects.create(slug="sanctions", name="Sanctions")
    site.settle()
    url = f"{URL}?q=rien&space={space.pk}&organisation={commune.pk}&theme={theme.pk}"
    names = ("Cellule fermée", commune.short_name, "Sanctions")
    client.force_login(UserFactory())
    page, answer = client.get(url).content.decode(), client.get(url.replace(URL, "/api/v1/search")).content.decode()
    assert [name for name in names if name in page or name in answer] == []
    client.force_login(agent)
    page = client.get(url).content.decode()
    assert [name for name in names if name not in page] == []


def titles(response):
    return [result.entry.title for result in response.context["found"].results]


@pytest.mark.parametrize("asked", ["PAS", "prelevement a la source"])
def test_what_bears_the_name_that_was_typed_comes_before_what_speaks_of_it_most(page, asked):
    Synonym.objects.create(terms="PAS, prélèvement à la source")
    Theme.objects.create(slug="bref", name="En bref, le PAS", description="PAS PAS prélèvement à la source PAS")
    Theme.objects.create(slug="pas", name="Prélèvement à la source", description="Un long texte " * 30)
    Theme.objects.create(slug="voisin", name="Prélèvement automatique de la cantine", description="PAS à la source")
    assert titles(page(f"q={asked}"))[0] == "Prélèvement à la source"


def test_whoever_asked_for_the_newest_first_has_them_so(page, themes, monkeypatch):
    monkeypatch.setattr(ThemeSource, "published", timezone.now() - timedelta(days=9))
    Theme.objects.create(slug="cantine", name="Cantine")
    monkeypatch.setattr(ThemeSource, "published", timezone.now())
    Theme.objects.create(slug="menus", name="Menus de la cantine")
    assert titles(page("q=cantine")) == ["Cantine", "Menus de la cantine"]
    assert titles(page("q=cantine&sort=date")) == ["Menus de la cantine", "Cantine"]


def test_an_engine_that_is_only_late_is_no_incident(page, themes, caplog):
    theme = Theme.objects.create(slug="secret", name="Régie")
    themes.settle()
    Theme.objects.filter(pk=theme.pk).update(description="caché")
    SearchEntry.objects.update(version=9, synced_version=9)
    with caplog.at_level(logging.ERROR):
        html = page("q=regie").content.decode()
    assert "/themes/secret/" not in html
    assert not caplog.records


def test_someone_without_a_place_finds_nothing(page, client):
    Theme.objects.create(slug="regie", name="Régie")
    client.force_login(UserFactory())
    assert b"/themes/regie/" not in page("q=regie").content


def test_nobody_searches_without_signing_in(client, themes):
    assert client.get(f"{URL}?q=paie").status_code == 302


def test_facets_are_checkboxes_that_keep_the_words(page, commune):
    Theme.objects.create(slug="v", name="Verlanges et la paie")
    Theme.objects.create(slug="p", name="La paie")
    html = page(f"q=paie&organisation={commune.pk}").content.decode()
    assert re.search(
        rf'<input type="checkbox" id="organisation-{commune.pk}" name="organisation" value="{commune.pk}" checked>',
        html,
    )
    assert '<input type="hidden" name="q" value="paie">' in html
    assert "/themes/v/" in html
    assert "/themes/p/" not in html
    # The chip takes the filter away.
    assert '<a href="?q=paie" aria-current="true">Verlanges' in html


def test_an_organisation_may_be_named_by_its_slug(page, commune):
    Theme.objects.create(slug="v", name="Verlanges et la paie")
    assert b"/themes/v/" in page(f"q=paie&organisation={commune.slug}").content
    assert b"/themes/v/" not in page("q=paie&organisation=nulle-part").content


def test_filters_that_leave_nothing_can_be_taken_away(page, commune, neighbour):
    Theme.objects.create(slug="v", name="Verlanges et la paie")
    html = page(f"q=paie&organisation={neighbour.pk}").content.decode()
    assert "Aucun résultat avec ces filtres" in html
    assert 'href="?q=paie"' in html


def test_htmx_gets_results_and_facets_alone_in_one_piece(page):
    Theme.objects.create(slug="regie", name="Régie")
    response = page("q=regie", HX_Request="true")
    html = response.content.decode()
    assert "<html" not in html
    assert "/themes/regie/" in html
    assert 'class="facets"' in html
    assert "HX-Request" in response.headers["Vary"]


def test_the_number_of_queries_does_not_grow_with_what_is_found(page, themes, client):
    def queries():
        themes.settle()
        with CaptureQueriesContext(connection) as context:
            assert client.get(f"{URL}?q=paie").status_code == 200
        return len(context)

    Theme.objects.create(slug="t", name="La paie")
    page("q=paie")
    few = queries()
    for number in range(30):
        Theme.objects.create(slug=f"t{number}", name=f"La paie {number}")
    assert queries() == few


def test_pages_follow_each_other_and_past_the_last_is_the_last(page):
    for number in range(25):
        Theme.objects.create(slug=f"t{number}", name=f"La paie {number}")
    assert "11 à 20 sur 25" in page("q=paie&page=2").content.decode()
    assert "21 à 25 sur 25" in page("q=paie&page=77").content.decode()
    assert "1 à 10 sur 25" in page("q=paie&page=-3").content.decode()


def test_a_synonym_holds_on_the_next_query(page):
    Theme.objects.create(slug="paie", name="Prélèvement à la source")
    assert b"/themes/paie/" not in page("q=PAS").content
    Synonym.objects.create(terms="PAS, prélèvement à la source")
    assert b"/themes/paie/" in page("q=PAS").content


@pytest.mark.parametrize(
    "query",
    [
        "q=%00paie%00&organisation=%00&space=x&kind=%27&theme=99999999999999999999&page=1e9",
        "q=paie&since=2026-99-99&until=31/12/2026&page=",
        "q=paie&since=0001-01-01&until=9999-12-31",
        "q=" + "paie+" * 2000,
        "q=%22%20OR%20title:(*&sort=%3Cscript%3E",
        "q=%F0%9F%98%80&organisation=1&organisation=" + "&organisation=2" * 300,
        "q=%ED%A0%80",
    ],
)
def test_any_address_gets_a_page(page, query):
    Theme.objects.create(slug="paie", name="La paie")
    assert page(query).status_code == 200


class TestWithoutElasticsearch:
    """When it is away, the database answers, and the page says so."""

    pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

    @pytest.fixture
    def away(self, themes, settings, monkeypatch):
        settings.SEARCH_ENGINE = "elasticsearch"
        monkeypatch.setattr(engines, "elsewhere", lambda: ElasticEngine("http://127.0.0.1:9", "nowhere"))
        monkeypatch.setattr(ElasticEngine, "_away", {})

    @pytest.mark.usefixtures("away")
    def test_the_database_answers_and_the_page_says_so(self, page):
        Theme.objects.create(slug="regie", name="Régie")
        html = page("q=regie").content.decode()
        assert "/themes/regie/" in html
        assert "Le moteur de recherche ne répond pas" in html

    @pytest.mark.usefixtures("away")
    def test_it_is_left_alone_for_a_while(self, page):
        Theme.objects.create(slug="regie", name="Régie")
        page("q=regie")
        assert "http://127.0.0.1:9" in ElasticEngine._away

    @pytest.mark.usefixtures("away")
    def test_without_an_engine_in_the_database_the_page_still_stands(self, page, monkeypatch):
        monkeypatch.setattr(engines, "database", lambda: None)
        response = page("q=regie")
        assert response.status_code == 200
        assert "La recherche est indisponible pour le moment" in response.content.decode()
