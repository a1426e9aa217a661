"""What one may not read changes nothing in an answer."""

import pytest

from search.shapes import Filters
from tests.search.texts import ask, entry, fill, keys

MINE = ("agents", "space:1")
VISIBLE = [
    entry(
        "message:1",
        "",
        "Le taux neutre des contractuels",
        containers=("space:1",),
        organisation=1,
        space=1,
        themes=(1,),
    ),
    entry("lesson:2", "Contractuels", "Un contrat court", organisation=2, themes=(1, 2)),
    entry("guide:3", "Paie", "La régie de la cantine", organisation=1),
]
HIDDEN = [
    entry("message:4", "", "Le taux neutre", containers=("space:9",), organisation=3, space=9, themes=(7,)),
    entry("message:5", "Taux", "contratuels contratuel drones régisseurs", containers=("org:9",), organisation=3),
    entry("message:6", "", "taux neutre contractuels", containers=("listed:9", "user:8"), organisation=1, space=9),
]
QUERIES = ["taux neutre", "contratuels", "contratuel", "régie", "regisseurs", "drones", "cantinne", "zzzz"]


def _everything(engine, words, **more):
    found = ask(engine, words, containers=MINE, **more)
    answer = found.answer
    return (
        {hit.key for hit in answer.hits},
        answer.total,
        {name: dict(values) for name, values in answer.facets.items()},
        answer.dates,
        found.correction and found.correction.text,
    )


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(organisation=(1,)), Filters(space=(9,)), Filters(kind=("message",), theme=(7,))]
)
def test_hidden_entries_change_neither_hits_totals_facets_nor_corrections(engine, filters):
    fill(engine, *VISIBLE)
    before = [_everything(engine, words, filters=filters) for words in QUERIES]
    fill(engine, *HIDDEN)
    assert [_everything(engine, words, filters=filters) for words in QUERIES] == before


def test_a_word_known_only_to_others_is_still_put_right(engine):
    fill(engine, *VISIBLE, *HIDDEN)
    assert ask(engine, "contratuel", containers=MINE).correction.text == "contractuels"


def test_a_correction_never_comes_from_what_others_read(engine):
    fill(engine, entry("message:1", "", "drones", containers=("space:9",)), entry("message:2", "", "autre"))
    found = ask(engine, "dronnes", containers=MINE)
    assert (found.correction, found.answer.total) == (None, 0)


def test_one_container_of_several_is_enough(engine):
    fill(engine, entry("document:1", "Annexe", containers=("space:4", "document:1")))
    assert keys(engine, "annexe", containers=("document:1",)) == ["document:1"]


def test_who_may_read_nothing_finds_nothing(engine):
    fill(engine, *VISIBLE)
    found = ask(engine, "taux", containers=())
    assert (found.answer.total, found.answer.hits) == (0, [])


def test_joining_and_leaving_hold_on_the_next_query_without_a_write(engine):
    fill(engine, *VISIBLE)
    assert keys(engine, "taux neutre", containers=("agents",)) == []
    assert keys(engine, "taux neutre", containers=MINE) == ["message:1"]


def test_thousands_of_containers_are_read(engine):
    fill(engine, *VISIBLE)
    assert keys(engine, "taux", containers=tuple(f"space:{n}" for n in range(5000))) == ["message:1"]
