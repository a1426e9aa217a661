"""What is written is found, what is deleted is not, and a late writer undoes nothing."""

import pytest

from search.shapes import Indexed
from tests.search.texts import entry, fill, keys


def test_a_new_version_takes_the_place_of_the_old(engine):
    fill(engine, entry("lesson:1", "Cantine"))
    fill(engine, entry("lesson:1", "Piscine", version=2))
    assert keys(engine, "cantine") == []
    assert keys(engine, "piscine") == ["lesson:1"]


def test_an_old_version_that_comes_late_changes_nothing(engine):
    fill(engine, entry("lesson:1", "Piscine", version=2))
    fill(engine, entry("lesson:1", "Cantine", version=1))
    assert keys(engine, "piscine") == ["lesson:1"]
    assert keys(engine, "cantine") == []


def test_the_same_version_twice_changes_nothing(engine):
    fill(engine, entry("lesson:1", "Piscine"))
    fill(engine, entry("lesson:1", "Piscine"))
    assert keys(engine, "piscine") == ["lesson:1"]
    assert list(engine.stored()) == [("lesson:1", 1)]


def test_a_tombstone_is_not_found_and_no_late_writer_revives_it(engine):
    fill(engine, entry("lesson:1", "Piscine", version=1))
    fill(engine, Indexed("lesson:1", version=3, deleted=True))
    fill(engine, entry("lesson:1", "Piscine", version=2))
    assert keys(engine, "piscine") == []
    assert list(engine.stored()) == []


def test_what_was_deleted_may_come_back(engine):
    fill(engine, entry("lesson:1", "Piscine"), Indexed("lesson:1", version=2, deleted=True))
    fill(engine, entry("lesson:1", "Piscine", version=3))
    assert keys(engine, "piscine") == ["lesson:1"]


def test_moving_to_another_container_holds_once_written(engine):
    fill(engine, entry("lesson:1", "Piscine", containers=("space:1",)))
    fill(engine, entry("lesson:1", "Piscine", containers=("space:2",), version=2))
    assert keys(engine, "piscine", containers=("space:1",)) == []
    assert keys(engine, "piscine", containers=("space:2",)) == ["lesson:1"]


def test_a_rebuild_holds_what_it_was_given_and_nothing_else(engine):
    fill(engine, entry("lesson:1", "Piscine"), entry("lesson:2", "Piscine"))
    with engine.rebuilding() as index:
        assert index.add([entry("lesson:2", "Piscine"), entry("lesson:3", "Piscine", version=4)]) == set()
    engine.refresh()
    assert set(keys(engine, "piscine")) == {"lesson:2", "lesson:3"}
    assert dict(engine.stored()) == {"lesson:2": 1, "lesson:3": 4}


def test_what_is_written_during_a_rebuild_is_kept(engine):
    fill(engine, entry("lesson:1", "Piscine"), entry("lesson:2", "Piscine"))
    with engine.rebuilding() as index:
        index.add([entry("lesson:1", "Piscine")])
        fill(engine, entry("lesson:3", "Piscine"), Indexed("lesson:1", version=2, deleted=True))
        index.add([entry("lesson:1", "Piscine"), entry("lesson:2", "Piscine")])
    engine.refresh()
    assert set(keys(engine, "piscine")) == {"lesson:2", "lesson:3"}


def test_the_old_index_answers_while_a_rebuild_runs(engine):
    fill(engine, entry("lesson:1", "Piscine"))
    with engine.rebuilding():
        assert keys(engine, "piscine") == ["lesson:1"]


def test_a_rebuild_that_fails_leaves_what_was(engine):
    fill(engine, entry("lesson:1", "Piscine"))
    with pytest.raises(AttributeError), engine.rebuilding() as index:
        index.add([entry("lesson:2", "Piscine"), None])
    engine.refresh()
    assert "lesson:1" in keys(engine, "piscine")
