"""Finding one's way: where one is in the navigation, in the preferences, among the pages of an organisation."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from intranet.core.context_processors import nav_items
from tests.factories.people import AgentFactory, editor
from tests.factories.places import OrganisationFactory

TRAIL = re.compile(r'<nav class="breadcrumb".*?</nav>', re.DOTALL)


def trail(answer):
    """The words of its breadcrumb."""
    return re.findall(r">([^<>]+)<", TRAIL.search(answer.content.decode())[0])


@pytest.mark.parametrize(
    ("path", "door"),
    [
        ("/documents/12/", "Espaces"),
        ("/messages/12/modifier/", "Espaces"),
        ("/organisations/amont/", "Annuaire"),
        ("/agenda/12/", "Agenda"),
        ("/recherche/", None),
    ],
)
def test_what_has_an_address_of_its_own_stands_under_a_door(rf, agent, path, door):
    request = rf.get(path)
    request.user = agent
    assert [item.label for item in nav_items(request) if item.current] == ([door] if door else [])


@pytest.mark.parametrize(
    ("name", "here"),
    [
        ("account_email", "Adresses"),
        ("account_change_password", "Mot de passe"),
        ("mfa_index", "Second facteur"),
        ("usersessions_list", "Sessions ouvertes"),
    ],
)
def test_the_menu_of_the_preferences_stays_on_each_of_them(client, agent, name, here):
    client.force_login(agent)
    answer = client.get(reverse(name))
    assert trail(answer) == ["Préférences", here]
    menu = re.search(r'<nav class="side-nav".*?</nav>', answer.content.decode(), re.DOTALL)[0]
    assert f'<a href="{reverse(name)}" aria-current="page">{here}</a>' in menu


def test_all_pages_of_an_organisation_say_the_same_way(client, db):
    ormecy = OrganisationFactory(name="Commune d'Ormecy", short_name="Ormecy", slug="ormecy")
    colleague = AgentFactory(ormecy)
    client.force_login(editor(organisation=ormecy))
    names = ["organisation", "organisation-edit", "organisation-identity", "agents", "agents-invite"]
    pages = {name: client.get(reverse(name, args=["ormecy"])) for name in names}
    pages["agent"] = client.get(reverse("agent", args=["ormecy", colleague.slug]))
    ways = {tuple(trail(page)[:3]) for page in pages.values()}
    assert ways == {("Annuaire", "Collectivités", "Ormecy")}
    assert "<h1>La page d’Ormecy</h1>" in pages["organisation-edit"].content.decode()
    assert "<h1>L’identité d’Ormecy</h1>" in pages["organisation-identity"].content.decode()
