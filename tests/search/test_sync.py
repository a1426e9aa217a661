"""Entries reach Elasticsearch, whatever happens on the way."""

import pytest

from intranet.core.jobs import SWEEPS
from intranet.taxonomy.models import Theme
from search import engines
from search.engines.elastic import ElasticEngine
from search.models import SearchEntry
from search.sync import sync
from tests.search.texts import keys

pytestmark = pytest.mark.parametrize("engine", ["elasticsearch"], indirect=True)


def test_a_save_waits_for_the_sweep_and_a_second_sweep_sends_nothing(themes):
    Theme.objects.create(slug="regie", name="Régie")
    assert keys(themes.engine, "régie") == []
    assert SWEEPS["search.sync"].run() == 1
    themes.engine.refresh()
    assert len(keys(themes.engine, "régie")) == 1
    assert SWEEPS["search.sync"].run() == 0


def test_a_sweep_that_was_killed_before_noting_sends_again_without_harm(themes):
    Theme.objects.create(slug="regie", name="Régie")
    sync()
    SearchEntry.objects.update(synced_version=0)
    assert sync() == 1
    themes.engine.refresh()
    assert len(keys(themes.engine, "régie")) == 1


def test_a_version_written_while_another_is_sent_stays_to_be_sent(themes, monkeypatch):
    theme = Theme.objects.create(slug="regie", name="Régie")
    index = ElasticEngine.index

    def meanwhile(engine, batch):
        monkeypatch.setattr(ElasticEngine, "index", index)
        theme.name = "Piscine"
        theme.save()
        return index(engine, batch)

    monkeypatch.setattr(ElasticEngine, "index", meanwhile)
    sync()
    entry = SearchEntry.objects.get()
    assert (entry.version, entry.synced_version) == (2, 1)
    sync()
    themes.engine.refresh()
    assert len(keys(themes.engine, "piscine")) == 1


def test_while_elasticsearch_is_away_nothing_is_lost(themes, monkeypatch):
    away = ElasticEngine("http://127.0.0.1:9", "nowhere")
    with monkeypatch.context() as patched:
        patched.setattr(engines, "elsewhere", lambda: away)
        Theme.objects.create(slug="regie", name="Régie")
        assert sync() == 0
    assert sync() == 1


def test_the_first_sweep_makes_an_index_with_our_analysis(themes):
    themes.engine.remove()
    Theme.objects.create(slug="regie", name="Régies")
    sync()
    themes.engine.refresh()
    assert len(keys(themes.engine, "regie")) == 1
    themes.engine.remove()
    themes.engine.create()


def test_a_rebuild_replaces_the_index_behind_the_alias_and_leaves_one(themes):
    client, live = themes.engine.client, themes.engine.live
    before = set(client.indices.get_alias(name=live))
    with themes.engine.rebuilding():
        assert len(set(client.indices.get(index=f"{live}-*"))) == 2
    after = set(client.indices.get_alias(name=live))
    assert len(before) == len(after) == 1
    assert before != after
    assert set(client.indices.get(index=f"{live}-*")) == after


def test_what_a_killed_rebuild_left_is_removed_by_the_next(themes):
    left = themes.engine._make(themes.engine.next)
    with themes.engine.rebuilding():
        pass
    assert not themes.engine.client.indices.exists(index=left)


def test_a_write_whose_rebuild_has_just_ended_does_not_make_an_index_up(themes):
    themes.engine._send(themes.engine.next, [])
    theme = Theme.objects.create(slug="regie", name="Régie")
    entry = SearchEntry.objects.get(object_id=theme.pk)
    assert themes.engine._send(themes.engine.next, [entry.indexed()]) == set()
    assert not themes.engine.client.indices.exists(index=themes.engine.next)
