"""How many SQL queries a page takes: exactly, and no more when there is ten times as much to show.

The reader sees all there is and may do all there is: of the costly ones, the costliest. An engine's own queries are
apart (the tests give it a database of its own).
"""

from __future__ import annotations

from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from search import engines
from search.engines import scratch
from tests.access.tables import ROWS
from tests.factories.answers import shut
from tests.factories.plenty import begin, grow

ONCE, TENFOLD = 2, 20

# Page, or address of the API, and its queries.
COUNTS: dict[str, int] = {
    "home": 20,
    "pending": 3,
    "settings": 6,
    "notifications": 23,
    "notifications-bell": 3,
    "notification": 12,
    "spaces": 10,
    "agenda": 10,
    "agenda-new": 8,
    "search": 5,
    "journal": 6,
    "journal-export": 3,
    "usersessions_list": 6,
    "directory": 10,
    "person": 8,
    "person-photo": 4,
    "organisations": 6,
    "organisation": 20,
    "organisation-logo": 4,
    "organisation-edit": 7,
    "organisation-identity": 10,
    "organisation-new": 6,
    "agents": 22,
    "agents-invite": 6,
    "agent": 29,
    "agent-role": 6,
    "theme": 9,
    "news-list": 8,
    "news": 6,
    "space": 19,
    "space-new": 8,
    "space-members": 17,
    "space-edit": 13,
    "space-member": 9,
    "space-invitation": 6,
    "space-archive": 8,
    "space-leave": 7,
    "space-to-bin": 8,
    "space-bin": 7,
    "space-delete": 14,
    "space-take-lead": 6,
    "threads": 11,
    "thread-new": 11,
    "thread": 20,
    "message": 15,
    "message-edit": 7,
    "message-delete": 7,
    "documents": 19,
    "document": 13,
    "document-file": 4,
    "document-thumbnail": 4,
    "version-file": 6,
    "document-edit": 12,
    "document-delete": 9,
    "document-move": 11,
    "documents-bin": 11,
    "document-destroy": 7,
    "folder": 21,
    "folder-new": 7,
    "folder-edit": 8,
    "version-new": 9,
    "version-restore": 10,
    "space-agenda": 10,
    "event-new": 8,
    "event": 14,
    "event-edit": 11,
    "lessons": 20,
    "lesson-new": 12,
    "lesson": 14,
    "lesson-edit": 20,
    "guides": 7,
    "guide": 15,
    "board": 12,
    "rollout-new": 9,
    "rollout-step": 10,
    "rollout-named": 12,
    "event-cancel": 9,
    "search for a word": 17,
    "person, oneself": 9,
    "directory, filtered": 10,
    "space, another's": 9,
    "agenda, over": 9,
    "help": 5,
    "/api/v1/me": 4,
    "/api/v1/spaces": 4,
    "/api/v1/spaces/{id}/threads": 6,
    "/api/v1/threads/{id}": 5,
    "/api/v1/threads/{id}/events": 6,
    "/api/v1/documents/{id}": 6,
    "/api/v1/lessons": 8,
    "/api/v1/guides/{id}/board": 8,
    "/api/v1/search": 15,
}


def addresses(world: SimpleNamespace) -> dict[str, str]:
    """Where each page of `COUNTS` is."""
    space, guide, town = world.space.slug, world.guide.slug, world.town.slug
    message = world.first_message.pk
    rollout = {"slug": guide, "organisation": town}
    named = {
        "person": {"slug": world.colleague.slug},
        "person-photo": {"slug": world.colleague.slug},
        "organisation": {"slug": town},
        "organisation-logo": {"slug": town},
        "organisation-edit": {"slug": town},
        "organisation-identity": {"slug": town},
        "agents": {"slug": town},
        "agents-invite": {"slug": town},
        "agent": {"slug": town, "person": world.colleague.slug},
        "agent-role": {"slug": town, "person": world.colleague.slug},
        "theme": {"slug": world.theme.slug},
        "news": {"slug": world.news.slug},
        "space": {"slug": space},
        "space-members": {"slug": space},
        "space-edit": {"slug": space},
        "space-member": {"slug": space, "person": world.colleague.slug},
        "space-invitation": {"pk": world.space_invitation.pk},
        "space-archive": {"slug": space},
        "space-leave": {"slug": space},
        "space-to-bin": {"slug": space},
        "space-delete": {"pk": world.binned_space.pk},
        "space-take-lead": {"slug": world.others[0].slug},
        "threads": {"slug": space},
        "thread-new": {"slug": space},
        "thread": {"slug": space, "pk": world.thread.pk},
        "message": {"pk": message},
        "message-edit": {"pk": message},
        "message-delete": {"pk": message},
        "documents": {"slug": space},
        "document": {"pk": world.document.pk},
        "document-edit": {"pk": world.document.pk},
        "document-delete": {"pk": world.document.pk},
        "document-move": {"pk": world.document.pk},
        "documents-bin": {"slug": space},
        "document-destroy": {"pk": world.binned.pk},
        "folder": {"slug": space, "pk": world.folder.pk},
        "folder-new": {"slug": space},
        "folder-edit": {"slug": space, "pk": world.folder.pk},
        "version-new": {"pk": world.document.pk},
        "version-restore": {"pk": world.document.pk, "number": 1},
        "space-agenda": {"slug": space},
        "event-new": {"slug": space},
        "event": {"pk": world.event.pk},
        "event-edit": {"pk": world.event.pk},
        "lesson": {"slug": world.lesson.slug},
        "lesson-edit": {"slug": world.draft.slug},
        "guide": {"slug": guide},
        "board": {"slug": guide},
        "rollout-new": {"slug": world.unopened.slug},
        "rollout-step": {**rollout, "number": 1},
        "rollout-named": rollout,
        "document-file": {"pk": world.document.pk},
        "document-thumbnail": {"pk": world.picture.pk, "size": "s"},
        "version-file": {"pk": world.document.pk, "number": 1},
        "notification": {"pk": world.reader.notifications.first().pk},
    }
    pages = {row.name: reverse(row.name, kwargs=named.get(row.name, {})) for row in ROWS if row.method == "GET"}
    return pages | {
        "event-cancel": reverse("event-cancel", kwargs={"pk": world.event.pk}),
        "search for a word": f"{reverse('search')}?q=taux",
        "person, oneself": reverse("person", kwargs={"slug": world.reader.slug}),
        "directory, filtered": f"{reverse('directory')}?q=paie&competence=paie",
        "space, another's": reverse("space", kwargs={"slug": world.others[0].slug}),
        "agenda, over": f"{reverse('agenda')}?passes",
        "help": reverse("help"),
        "/api/v1/me": "/api/v1/me",
        "/api/v1/spaces": "/api/v1/spaces",
        "/api/v1/spaces/{id}/threads": f"/api/v1/spaces/{world.space.pk}/threads",
        "/api/v1/threads/{id}": f"/api/v1/threads/{world.thread.pk}",
        "/api/v1/threads/{id}/events": f"/api/v1/threads/{world.thread.pk}/events?since=0",
        "/api/v1/documents/{id}": f"/api/v1/documents/{world.document.pk}",
        "/api/v1/lessons": "/api/v1/lessons",
        "/api/v1/guides/{id}/board": f"/api/v1/guides/{world.guide.pk}/board",
        "/api/v1/search": "/api/v1/search?q=taux",
    }


def measure(world: SimpleNamespace) -> dict[str, list[str]]:
    """Every page, seen once already: what was unread is read, what is kept is kept."""
    backend = "django.contrib.auth.backends.ModelBackend"
    reader, administrator = Client(), Client()
    reader.force_login(world.reader, backend=backend)
    administrator.force_login(world.administrator, backend=backend)
    measured = {}
    for name, url in addresses(world).items():
        client = administrator if name == "space-take-lead" else reader
        shut(client.get(url))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url)
            shut(response)
        assert response.status_code in (200, 302), f"{name}: {response.status_code}"
        # The log is emptied by the next request.
        measured[name] = [query["sql"] for query in queries.captured_queries]
    return measured


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker, tmp_path_factory):
    """The queries of every page with a little of everything, then with ten times as much."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(default_storage, "_wrapped", FileSystemStorage(tmp_path_factory.mktemp("files")))
        engine = stack.enter_context(scratch.scratch("sqlite"))
        patch.setattr(engines, "database", lambda: engine)
        patch.setattr(engines, "elsewhere", lambda: None)
        stack.enter_context(transaction.atomic())
        world = begin()
        for n in range(ONCE):
            grow(world, n)
        few = measure(world)
        for n in range(ONCE, TENFOLD):
            grow(world, n)
        many = measure(world)
        transaction.set_rollback(True)
    return few, many


def test_every_page_is_measured(measured):
    assert set(measured[0]) == set(COUNTS)


@pytest.mark.parametrize("page", COUNTS)
def test_a_page_takes_as_many_queries_as_it_is_known_to(measured, page):
    assert len(measured[0][page]) == COUNTS[page], listed(measured[0][page])


@pytest.mark.parametrize("page", COUNTS)
def test_ten_times_as_much_takes_no_more(measured, page):
    few, many = measured[0][page], measured[1][page]
    # Fewer, in a search whose first page happens to hold fewer kinds of things.
    assert len(many) <= len(few), listed(many)


def listed(queries: list[str]) -> str:
    """The queries, one a line, for whoever has to find the one too many."""
    return "\n".join(query[:300] for query in queries)
