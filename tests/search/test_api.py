"""Search in the API: the shape that clients rely on."""

import pytest

from intranet.taxonomy.models import Theme
from search import engines

URL = "/api/v1/search"


@pytest.fixture
def api(themes, client, agent):
    """Ask the API as an agent."""
    client.force_login(agent)

    def ask(**parameters):
        themes.settle()
        return client.get(URL, parameters)

    return ask


def test_the_answer_has_the_shape_of_the_contract(api, themes, commune):
    theme = Theme.objects.create(slug="v", name="Verlanges et la paie", description="Le bulletin <b>de paie</b>")
    answer = api(q="paie").json()
    assert set(answer) == {"total", "hits", "facets", "engine", "correction"}
    assert answer["total"] == 1
    assert answer["engine"] == themes.engine.name
    assert answer["correction"] is None
    (hit,) = answer["hits"]
    assert hit == {
        "key": f"test-theme:{theme.pk}",
        "kind": "test-theme",
        "title": "Verlanges et la paie",
        "url": "/themes/v/",
        "organisation": {"id": commune.pk, "name": "Verlanges"},
        "space": None,
        "date": None,
        "passages": ["Le bulletin &lt;b&gt;de <mark>paie</mark>&lt;/b&gt;"],
    }
    assert answer["facets"]["organisation"] == [{"value": str(commune.pk), "label": "Verlanges", "count": 1}]
    assert answer["facets"]["kind"] == [{"value": "test-theme", "label": "Thèmes d'essai", "count": 1}]
    assert [value["count"] for value in answer["facets"]["date"]] == [1, 0, 0, 0][: len(answer["facets"]["date"])]


def test_a_value_of_a_facet_is_a_filter(api, commune):
    Theme.objects.create(slug="v", name="Verlanges et la paie")
    Theme.objects.create(slug="p", name="La paie")
    (value,) = api(q="paie").json()["facets"]["organisation"]
    answer = api(q="paie", organisation=value["value"]).json()
    assert answer["total"] == value["count"] == 1
    assert api(q="paie", kind=["test-theme", "other"]).json()["total"] == 2
    assert api(q="paie", theme="nothing").json()["total"] == 0


def test_a_correction_is_told(api):
    Theme.objects.create(slug="p", name="Prélèvement")
    assert api(q="prelevemetn").json()["correction"] == "prélèvement"


def test_no_word_no_hit(api):
    answer = api().json()
    assert (answer["total"], answer["hits"], answer["facets"]) == (0, [], {})


def test_a_malformed_date_is_a_problem_document(api):
    response = api(q="paie", since="demain")
    assert response.status_code == 422
    assert response.headers["Content-Type"] == "application/problem+json"


def test_without_an_engine_it_says_so(api, monkeypatch):
    monkeypatch.setattr(engines, "all_engines", lambda: [])
    response = api(q="paie")
    assert response.status_code == 503
    assert response.headers["Content-Type"] == "application/problem+json"


def test_who_is_not_signed_in_is_refused(client, db):
    assert client.get(URL, {"q": "paie"}).status_code == 401
