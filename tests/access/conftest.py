"""The world of the tables, built once; whatever a test does to it is undone."""

from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from .world import build


@pytest.fixture(autouse=True)
def _clean_cache():
    """The world's files stay where they were put: all its tests read them."""
    cache.clear()


@pytest.fixture(scope="package")
def world_rows(django_db_setup, django_db_blocker):
    """The rows, in a transaction that is never kept."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        # Everybody signs in once: the tables open some two thousand browsers.
        world.sessions = {role: signed_in(person) for role, person in world.people.items() if person}
        call_command("search_rebuild", stdout=StringIO())
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(world_rows, django_db_blocker):
    """The same, for one test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield world_rows
        transaction.set_rollback(True)


def signed_in(person) -> str:
    """The key of a session of `person`'s."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.session.session_key
