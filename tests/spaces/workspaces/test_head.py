"""The head of a space: whichever tab one opens, its title, its menu and the way back stay."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from spaces.documents.actions import create_folder
from tests.factories.places import make_space

TABS = ["space", "threads", "documents", "documents-bin", "space-agenda", "space-members"]


@pytest.fixture
def space(agent):
    return make_space(lead=agent, title="Paie et carrières")


def trail(answer):
    """The words of its breadcrumb."""
    found = re.search(r'<nav class="breadcrumb".*?</nav>', answer.content.decode(), re.DOTALL)
    return re.findall(r">([^<>]+)<", found[0])


@pytest.mark.parametrize("name", TABS)
def test_each_tab_keeps_the_title_and_the_menu_of_its_space(client, agent, space, name):
    client.force_login(agent)
    page = client.get(reverse(name, args=[space.slug])).content.decode()
    assert "<h1>Paie et carrières</h1>" in page
    assert reverse("space-leave", args=[space.slug]) in page


def test_each_tab_says_the_way_to_it(client, agent, space):
    client.force_login(agent)
    ends = {name: trail(client.get(reverse(name, args=[space.slug]))) for name in TABS}
    inside = ["Espaces", "Paie et carrières"]
    assert ends == {
        "space": inside,
        "threads": [*inside, "Discussions"],
        "documents": [*inside, "Documents"],
        "documents-bin": [*inside, "Documents", "Corbeille"],
        "space-agenda": [*inside, "Agenda"],
        "space-members": [*inside, "Membres"],
    }


def test_a_folder_and_what_is_over_come_after_their_tab(client, agent, space):
    folder = create_folder(author=agent, space=space, name="Budget")
    client.force_login(agent)
    assert trail(client.get(folder.get_absolute_url()))[2:] == ["Documents", "Budget"]
    over = client.get(reverse("space-agenda", args=[space.slug]) + "?passes")
    assert trail(over)[2:] == ["Agenda", "Rendez-vous passés"]
