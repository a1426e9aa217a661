"""Misspelt words, the same on every engine."""

import pytest

from tests.search.texts import ask, entry, fill

TEXT = "Le recrutement des agents contractuels, le prélèvement à la source, les droits de la régie de la cantine."


@pytest.mark.parametrize(
    ("typed", "correction"),
    [
        ("contratuels", "contractuels"),
        ("recrutemnt contractuel", "recrutement contractuel"),
        ("prelevemetn a la source", "prelevement a la source"),
        ("catnine", "cantine"),
        ("rgeie", "regie"),
    ],
)
def test_a_misspelt_word_is_put_right_and_found(engine, typed, correction):
    fill(engine, entry("lesson:1", "", TEXT))
    found = ask(engine, typed)
    assert found.correction.text == correction
    assert [hit.key for hit in found.answer.hits] == ["lesson:1"]


@pytest.mark.parametrize(
    "typed",
    [
        "contractuel",  # known
        "contractuelle",  # as good as known: the same stem
        "drones",  # two edits from « droits », of six letters
        "sour",  # too short
        "xecrutement",  # another first letter
        "cantines2",  # not a word
    ],
)
def test_what_is_known_short_or_far_is_left_as_it_is(engine, typed):
    fill(engine, entry("lesson:1", "", TEXT))
    assert ask(engine, typed).correction is None


def test_the_nearest_word_is_chosen_then_the_most_written(engine):
    fill(
        engine,
        entry("lesson:1", "", "bordereau"),
        entry("lesson:2", "", "borderaux bordure"),
        entry("lesson:3", "", "cantine"),
        entry("lesson:4", "", "cantine"),
        entry("lesson:5", "", "cantins"),
    )
    assert ask(engine, "bordereay").correction.text == "bordereau"
    assert ask(engine, "cantinq").correction.text == "cantine"


def test_a_word_that_editors_gave_a_synonym_is_known(engine):
    fill(engine, entry("lesson:1", "", "hameçonnage"), entry("lesson:2", "", "fishing"))
    found = ask(engine, "phishing", synonyms=("phishing, hameçonnage",))
    assert found.correction is None
    assert [hit.key for hit in found.answer.hits] == ["lesson:1"]
