from dataclasses import dataclass, field

import pytest
from django.template import Context, Template

from intranet.core.square import SHAPES, plan


@dataclass
class Town:
    name: str = "Cressonnay"
    crest_tincture: int = 8
    crest_division: int = 2
    crest_letters: str = "CR"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return "/organisations/cressonnay/"


@dataclass
class Person:
    initials: str = "AD"
    is_active: bool = True
    primary_organisation: Town | None = field(default_factory=Town)


def render(source, **context):
    return Template("{% load parvis %}" + source).render(Context(context))


def test_a_person_carries_the_crest_of_their_town():
    assert render("{% avatar person 's' %}", person=Person()) == (
        '<span class="avatar avatar--s" aria-hidden="true">AD'
        '<span class="crest crest--xs" data-t="8" data-d="2" aria-hidden="true">CR</span></span>'
    )


def test_a_guest_without_organisation_has_an_avatar_without_crest():
    guest = Person(initials="ŁN", primary_organisation=None)
    assert render("{% avatar person %}", person=guest) == '<span class="avatar" aria-hidden="true">ŁN</span>'


@pytest.mark.parametrize("person", [None, Person(is_active=False)])
def test_a_closed_account_is_a_dash(person):
    assert render("{% avatar person %}", person=person) == (
        '<span class="avatar avatar--gone" aria-hidden="true">–</span>'
    )


@pytest.mark.parametrize("tag", ["crest", "crest_name"])
def test_no_organisation_shows_nothing(tag):
    assert render("{% " + tag + " organisation %}", organisation=None) == ""


def test_the_name_of_an_organisation_is_escaped():
    assert "&lt;b&gt;" in render("{% crest_name town link=True %}", town=Town(name="<b>"))


def test_crests_in_a_row_are_decorative_unless_named():
    towns = [Town(), Town()]
    assert render("{% crests towns 'xs' limit=1 %}", towns=towns).count("data-t") == 1
    assert "visually-hidden" not in render("{% crests towns %}", towns=towns)
    assert render("{% crests towns named=True %}", towns=towns).count('<span class="visually-hidden">Cressonnay') == 2


@dataclass
class Step:
    status: str


def test_paving_takes_states_or_steps():
    assert render("{% paving steps %}", steps=["done", "todo"]) == render(
        "{% paving steps %}", steps=[Step("done"), Step("todo")]
    )


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        (["done"] * 4 + ["doing"] + ["todo"] * 4, "4 étapes sur 9, une en cours"),
        (["done", "blocked", "blocked", "na"], "1 étape sur 4, 2 bloquées"),
        (["done", "na"], "Terminé"),
    ],
)
def test_paving_is_also_said_in_words(steps, words):
    assert render("{{ steps|paving_words }}", steps=steps) == words


def test_a_cell_of_the_board_is_a_stone_and_holds_none():
    assert "<svg" in render('{% stone_mark "done" %}')
    assert render('{% stone_mark "doing" %}') == render('{% stone_mark "todo" %}') == ""


def test_a_status_is_a_stone_and_a_word():
    html = render("{% status 'blocked' %}")
    assert 'data-s="blocked"' in html
    assert html.endswith("Bloqué</span>")


@pytest.mark.parametrize("shape", SHAPES)
def test_the_square_is_drawn_once_for_the_same_members(shape):
    assert plan((1, 2, 3), shape) is plan((1, 2, 3), shape)
    assert 'data-t="1"' in plan((1, 2, 3), shape)


def test_the_square_tells_a_stranger_nothing():
    assert render("{% square %}") == render("{% square organisations %}", organisations=[])
