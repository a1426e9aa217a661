"""Entries follow what is saved, in its transaction."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from intranet.taxonomy.models import Theme
from search.models import SearchEntry
from search.projection import project_all
from search.sources import registry
from tests.factories.places import OrganisationFactory
from tests.search.texts import keys

pytestmark = pytest.mark.usefixtures("themes")


def entry_of(theme):
    return SearchEntry.objects.get(key=f"test-theme:{theme.pk}")


def test_saving_writes_an_entry_that_is_found(themes):
    theme = Theme.objects.create(slug="regie", name="Régie", description="la cantine")
    themes.settle()
    assert keys(themes.engine, "cantine") == [f"test-theme:{theme.pk}"]
    entry = entry_of(theme)
    assert (entry.title, entry.containers, entry.version, entry.deleted) == ("Régie", ["agents"], 1, False)


def test_each_change_is_a_version_and_saving_the_same_is_none():
    theme = Theme.objects.create(slug="regie", name="Régie")
    theme.save()
    assert entry_of(theme).version == 1
    theme.name = "Régies"
    theme.save()
    assert entry_of(theme).version == 2


def test_deleting_leaves_a_tombstone_without_text(themes):
    theme = Theme.objects.create(slug="regie", name="Régie", description="la cantine")
    pk = theme.pk
    theme.delete()
    themes.settle()
    entry = SearchEntry.objects.get(key=f"test-theme:{pk}")
    assert (entry.deleted, entry.title, entry.body, entry.containers, entry.version) == (True, "", "", [], 2)
    assert keys(themes.engine, "cantine") == []


def test_what_is_withdrawn_is_no_longer_found_and_comes_back(themes):
    theme = Theme.objects.create(slug="regie", name="Régie")
    theme.description = "brouillon"
    theme.save()
    themes.settle()
    assert keys(themes.engine, "régie") == []
    theme.description = "publié"
    theme.save()
    themes.settle()
    assert keys(themes.engine, "régie") == [f"test-theme:{theme.pk}"]
    assert entry_of(theme).version == 3


def test_what_may_not_be_found_has_no_entry():
    theme = Theme.objects.create(slug="regie", name="Régie", description="brouillon")
    assert not SearchEntry.objects.filter(object_id=theme.pk, kind="test-theme").exists()


def test_an_entry_is_undone_with_its_transaction(themes):
    with pytest.raises(RuntimeError), transaction.atomic():
        _create_and_fail()
    themes.settle()
    assert not SearchEntry.objects.filter(kind="test-theme").exists()


def _create_and_fail():
    Theme.objects.create(slug="regie", name="Régie")
    raise RuntimeError


def test_saving_what_an_entry_depends_on_writes_it_again():
    theme = Theme.objects.create(slug="v", name="Verlanges et la paie")
    assert entry_of(theme).organisation is None
    organisation = OrganisationFactory(name="Ville de Verlanges", short_name="Verlanges")
    assert entry_of(theme).organisation == organisation


def test_update_projects_nothing_until_it_is_said(themes):
    theme = Theme.objects.create(slug="regie", name="Régie")
    Theme.objects.filter(pk=theme.pk).update(name="Piscine")
    assert entry_of(theme).title == "Régie"
    (source,) = registry()
    assert project_all(source, Theme.objects.all()) == 1
    themes.settle()
    assert keys(themes.engine, "piscine") == [f"test-theme:{theme.pk}"]


def test_the_number_of_queries_of_a_batch_does_not_grow(django_assert_max_num_queries):
    Theme.objects.bulk_create([Theme(slug=f"t{n}", name=f"Thème {n}", description="brouillon") for n in range(60)])
    (source,) = registry()
    with django_assert_max_num_queries(6):
        project_all(source, Theme.objects.all())


def test_nul_and_decomposed_accents_do_not_reach_the_database():
    theme = Theme.objects.create(slug="ete", name="E\u0301te\u0301", description="x" * 3)
    assert entry_of(theme).title == "Été"


def test_check_says_what_drifted_and_rebuild_puts_it_right(themes, capsys):
    theme = Theme.objects.create(slug="regie", name="Régie")
    gone = Theme.objects.create(slug="gone", name="Partie")
    themes.settle()
    call_command("search_check")
    Theme.objects.filter(pk=theme.pk).update(name="Piscine")
    Theme.objects.filter(pk=gone.pk)._raw_delete("default")
    Theme.objects.bulk_create([Theme(slug="new", name="Nouvelle")])
    with pytest.raises(CommandError):
        call_command("search_check")
    assert "entries: 3 differ" in capsys.readouterr().out
    call_command("search_rebuild")
    themes.settle()
    call_command("search_check")
    assert keys(themes.engine, "piscine") == [f"test-theme:{theme.pk}"]
    assert keys(themes.engine, "partie") == []


def test_check_sees_an_index_that_lost_something(themes, capsys):
    Theme.objects.create(slug="regie", name="Régie")
    themes.settle()
    with themes.engine.rebuilding():
        pass
    with pytest.raises(CommandError):
        call_command("search_check")
    assert f"{themes.engine.name}: 1 differ" in capsys.readouterr().out
