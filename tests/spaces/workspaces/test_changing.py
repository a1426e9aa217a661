"""Changing a space: what was named is kept, and nothing of what happened meanwhile is undone."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from intranet.taxonomy.models import Theme
from knowledge.lessons.constants import Audience
from spaces.workspaces.actions import create_space, edit_space
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpacePage
from tests.factories.knowledge import make_lesson
from tests.factories.places import make_space

NEW = {"title": "Autre nom", "purpose": "", "intro": "Bonjour", "access": "open", "modules": ["discussions", "events"]}


def test_a_lesson_filed_while_the_form_was_open_keeps_its_place_in_the_tree(agent):
    space = make_space(lead=agent)
    stale = SpacePage.objects.get(pk=space.pk)
    make_lesson(agent, published=True, title="Entre-temps", audience=Audience.SPACE, space=space)
    SpacePage.objects.filter(pk=space.pk).update(active_at="2030-01-01T00:00:00Z")
    stale.title = "Autre nom"
    edit_space(editor=agent, space=stale)
    kept = SpacePage.objects.get(pk=space.pk)
    assert (kept.title, kept.draft_title, kept.numchild) == ("Autre nom", "Autre nom", 1)
    assert kept.active_at.year == 2030
    assert SpacePage.find_problems()[4] == []


def test_the_second_of_two_leads_is_told_and_keeps_their_words(client, agent, colleague):
    space = make_space(lead=agent, title="Paie")
    space.memberships.create(user=colleague, role="lead")
    url = reverse("space-edit", args=[space.slug])
    client.force_login(agent)
    assert client.post(url, NEW | {"edition": "0"}).status_code == 302
    client.force_login(colleague)
    answer = client.post(url, NEW | {"title": "Le mien", "intro": "Mes mots", "edition": "0"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Le mien" in page
    assert "Mes mots" in page
    assert "Autre nom" in page
    assert SpacePage.objects.get(pk=space.pk).title == "Autre nom"
    # Sent again, knowingly.
    assert 'name="edition" value="1"' in page
    assert client.post(url, NEW | {"title": "Le mien", "edition": "1"}).status_code == 302
    assert SpacePage.objects.get(pk=space.pk).title == "Le mien"


def test_a_stale_change_is_refused_by_the_action_too(agent):
    space = make_space(lead=agent)
    first, second = (SpacePage.objects.get(pk=space.pk) for _turn in range(2))
    edit_space(editor=agent, space=first)
    with pytest.raises(ValidationError, match="a été modifié pendant"):
        edit_space(editor=agent, space=second)


def test_everything_that_the_form_shows_is_kept(client, agent, commune):
    space, theme = make_space(lead=agent), Theme.objects.create(slug="paie", name="Paie")
    client.force_login(agent)
    sent = NEW | {"edition": "0", "access": "organisations", "organisations": [commune.pk], "themes": [theme.pk]}
    assert client.post(reverse("space-edit", args=[space.slug]), sent).status_code == 302
    kept = SpacePage.objects.get(pk=space.pk)
    assert list(kept.organisations.all()) == [commune]
    assert list(kept.themes.all()) == [theme]
    assert kept.intro_edited_by == agent
    assert kept.switched_off == {"documents", "rollouts"}


@pytest.mark.parametrize("title", ["Nouveau", "Corbeille", "Invitations"])
def test_a_space_is_never_called_as_a_page_of_the_section(client, agent, title):
    space = create_space(author=agent, space=SpacePage(title=title))
    client.force_login(agent)
    answer = client.get(space.get_absolute_url())
    assert answer.context["space"] == space


def test_who_comes_second_reads_all_that_was_kept_meanwhile(client, agent, commune):
    space, theme = make_space(lead=agent), Theme.objects.create(slug="paie", name="Paie et carrières")
    client.force_login(agent)
    url = reverse("space-edit", args=[space.slug])
    first = {"edition": "0", "access": "organisations", "organisations": [commune.pk], "themes": [theme.pk]}
    client.post(url, NEW | first)
    page = client.post(url, NEW | {"edition": "0", "title": "Le mien"})
    assert page.status_code == 422
    kept = page.content.decode()
    panel = kept[kept.index("enregistré maintenant") : kept.index('name="title"')]
    for words in (commune.short_name, theme.name, "Discussions"):
        assert words in panel


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("www.ugap.fr", "https://www.ugap.fr"), ("commune.fr/page", "https://commune.fr/page"), ("/guides/", "/guides/")],
)
def test_a_pin_takes_an_address_as_one_writes_it(client, agent, typed, kept):
    space = make_space(lead=agent)
    client.force_login(agent)
    assert client.post(reverse("space-pin", args=[space.slug]), {"title": "Marché", "url": typed}).status_code == 302
    assert space.pins.get().url == kept


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "bonjour", "..", "//ailleurs.example", "mailto:a@b.fr"])
def test_a_pin_takes_nothing_else(client, agent, typed):
    space = make_space(lead=agent)
    client.force_login(agent)
    assert client.post(reverse("space-pin", args=[space.slug]), {"title": "Marché", "url": typed}).status_code == 422
    assert not space.pins.exists()


@pytest.mark.parametrize("access", [Access.PRIVATE, Access.ORGANISATIONS])
def test_the_address_of_a_space_tells_nobody_of_another_of_the_same_name(agent, colleague, access):
    hidden = create_space(author=agent, space=SpacePage(title="Plan social", access=access))
    tried = create_space(author=colleague, space=SpacePage(title="Plan social"))
    assert tried.slug == "plan-social"
    again = create_space(author=colleague, space=SpacePage(title="Plan social", access=access))
    assert all(re.fullmatch(r"plan-social-[a-z0-9]{6}", space.slug) for space in (hidden, again))
