"""What stands after each migration."""

import pytest
from django.contrib.auth.models import Group

from intranet.accounts.constants import EDITORS_GROUP
from intranet.taxonomy.models import Theme
from search import actions
from tests.factories.people import editor
from tests.search.texts import keys


@pytest.mark.usefixtures("db")
def test_editors_may_change_the_synonyms():
    permissions = Group.objects.get(name=EDITORS_GROUP).permissions.filter(content_type__app_label="search")
    assert {permission.codename for permission in permissions} == {
        "add_synonym",
        "change_synonym",
        "delete_synonym",
        "view_synonym",
    }


def test_an_editor_adds_a_synonym_in_the_admin_and_one_term_alone_is_refused(client, settings, db):
    settings.REQUIRE_MFA = False
    client.force_login(editor())
    url = "/gestion/snippets/search/synonym/add/"
    assert client.post(url, {"terms": "PAS"}).status_code == 200
    assert client.post(url, {"terms": "PAS, prélèvement à la source"}).status_code == 302


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_tables_that_a_migration_made_anew_are_filled(themes):
    Theme.objects.create(slug="regie", name="Régie")
    themes.engine.remove()
    themes.engine.create()
    assert keys(themes.engine, "régie") == []
    actions.fill_new_tables()
    assert len(keys(themes.engine, "régie")) == 1
