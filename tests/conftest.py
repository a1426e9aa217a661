"""What every test may ask for."""

import pytest
from django.core.cache import cache
from django.db import connections
from django_tasks_db.models import DBTaskResult
from whitenoise import WhiteNoise

from intranet.core.jobs import SWEEPS
from intranet.core.staticfiles import collect_if_stale
from tests import databases
from tests.factories import people, places


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker):
    """A database of this process's own, copied from one that is migrated already."""
    with django_db_blocker.unblock():
        name = databases.fresh()
        assert not databases.is_used()
    # Shut meanwhile: a test that does not say that it uses the database would commit what it writes.
    yield
    with django_db_blocker.unblock():
        databases.drop(name)


@pytest.fixture(scope="session", autouse=True)
def static_files():
    """The static files as they leave the server, gathered when their sources changed.

    Each client of a test loads the middleware anew, which would look at every file: once does for all of them.
    """
    collect_if_stale()
    kept, look = {}, WhiteNoise.update_files_dictionary

    def look_once(self, root, prefix):
        if (root, prefix) not in kept:
            look(self, root, prefix)
            kept[root, prefix] = dict(self.files)
        self.files.update(kept[root, prefix])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoise, "update_files_dictionary", look_once)
        yield


@pytest.fixture(autouse=True)
def _clean_cache(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files", "base_url": None}},
    }
    cache.clear()


@pytest.fixture(scope="module", autouse=True)
def _begins_empty(request, django_db_setup, django_db_blocker):
    """A file of tests finds what the migrations lay and nothing else, whatever the one before it committed: some must,
    and Django ends the transaction of a test whose response is closed by hand. Those that share a site or a world among
    files keep it.
    """
    if request.path.parent.name not in ("access", "e2e", "live"):
        with django_db_blocker.unblock():
            if databases.is_used():
                databases.drop(str(connections["default"].settings_dict["NAME"]))
                databases.fresh()
            connections.close_all()


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A database of its own, where transactions really end: for what several do at once."""
    with django_db_blocker.unblock():
        databases.drop(str(connections["default"].settings_dict["NAME"]))
        name = databases.fresh()
        yield
        databases.drop(name)
        databases.fresh()


@pytest.fixture
def run_jobs(db):
    """Run every sweep that the queue asks for, here and now; `test_worker.py` has the real queue."""

    def run():
        waiting = DBTaskResult.objects.ready().filter(task_path__endswith=".run_sweep")
        names = {row.args_kwargs["args"][0] for row in waiting}
        waiting.delete()
        for name in sorted(names):
            SWEEPS[name].run()

    return run


@pytest.fixture
def metropole(db):
    """The intercommunality of the pool."""
    return places.OrganisationFactory(name="Orsaine Métropole", short_name="Métropole", kind="epci")


@pytest.fixture
def commune(db):
    """A commune of the pool."""
    return places.OrganisationFactory(name="Ville de Verlanges", short_name="Verlanges")


@pytest.fixture
def neighbour(db):
    """Another commune of the pool."""
    return places.OrganisationFactory(name="Ville de Corvelles", short_name="Corvelles")


@pytest.fixture
def agent(commune):
    """An agent of the first commune."""
    return people.AgentFactory(first_name="Awa", last_name="Diallo", organisation=commune)


@pytest.fixture
def colleague(neighbour):
    """An agent of the other commune."""
    return people.AgentFactory(first_name="Maël", last_name="Fournier", organisation=neighbour)
