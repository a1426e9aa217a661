"""The directory: searched, filtered, counted honestly, page after page."""

import pytest

from intranet.accounts.constants import Level
from intranet.accounts.models import Membership
from tests.factories.people import AgentFactory, UserFactory

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def directory(client, agent):
    client.force_login(agent, backend=BACKEND)
    return lambda asked="": client.get(f"/annuaire/{asked}").context


def names(context):
    return {each.first_name for each in context["page"]}


def test_filters_narrow_together_and_stay_from_page_to_page(client, directory, commune, neighbour):
    for n in range(35):
        AgentFactory(neighbour, first_name=f"N{n}", job_title="Gestionnaire de paie", skills="Paie, Tableurs")
    AgentFactory(commune, first_name="Lise", job_title="Gestionnaire de paie", skills="paie")
    assert directory("?fonction=gestionnaire")["page"].paginator.count == 36
    found = directory("?fonction=gestionnaire&competence=paie&collectivite=" + neighbour.slug)
    assert found["page"].paginator.count == 35
    page = client.get(f"/annuaire/?competence=Paie&collectivite={neighbour.slug}&page=2")
    assert len(page.context["page"].object_list) == 5
    assert f"?competence=Paie&amp;collectivite={neighbour.slug}&amp;page=1" in page.content.decode()


def test_a_skill_counts_those_it_would_show(directory, commune, neighbour):
    AgentFactory(neighbour, skills="Paie, tri")
    AgentFactory(neighbour, skills="paie")
    AgentFactory(commune, skills="Paie")
    AgentFactory(neighbour, skills="Paie, paie", skills_level=Level.ORGANISATION)
    UserFactory(skills="Paie")
    for place in ("", neighbour.slug):
        context = directory(f"?collectivite={place}")
        for skill in context["skills"]:
            shown = directory(f"?collectivite={place}&competence={skill['value']}")
            assert shown["page"].paginator.count == skill["count"], skill
    assert {each["value"]: each["count"] for each in directory()["skills"]} == {"Paie": 3, "tri": 1}


def test_a_skill_is_whole_and_one_that_nobody_has_finds_nobody(directory, neighbour):
    AgentFactory(neighbour, first_name="Lise", skills="Paie des vacataires")
    assert names(directory("?competence=Paie")) == set()
    assert names(directory("?competence=paie des VACATAIRES")) == {"Lise"}
    assert {"value": "Paie", "count": 0, "selected": True} in directory("?competence=Paie")["skills"]


def test_many_words_and_what_is_no_page(directory, agent):
    assert names(directory("?q=" + "+".join(["a"] * 40))) == {"Awa"}
    assert names(directory("?page=nulle&collectivite=nulle-part")) == {"Awa"}


def test_nobody_takes_the_directory_away(client, directory):
    for asked in ("?format=csv", "export/", "annuaire.csv"):
        answer = client.get(f"/annuaire/{asked}")
        assert "csv" not in answer.headers["Content-Type"]
        assert answer.status_code in (200, 404)


def test_who_left_the_pool_is_in_it_no_more(directory, agent, colleague):
    assert names(directory()) == {"Awa", "Maël"}
    Membership.objects.filter(user=colleague).delete()
    assert names(directory()) == {"Awa"}
