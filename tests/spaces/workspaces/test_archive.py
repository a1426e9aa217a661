"""An archived space is read, and nothing else, by every door; the bin; what is taken away for good."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone

from intranet.audit.models import Entry
from knowledge.guides.models import Rollout
from knowledge.lessons.constants import Audience
from knowledge.lessons.models import LessonPage
from search.models import SearchEntry
from spaces.discussions.actions import messages, open_thread, post_message
from spaces.discussions.live_streams import can_hear_thread, can_write_thread
from spaces.documents.actions import add_document, documents
from spaces.documents.models import Document
from spaces.events import actions as events
from spaces.events.actions import create_event
from spaces.workspaces import actions
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_read_space
from tests.access.tables import ROWS
from tests.access.test_addresses import body
from tests.access.test_api import ROWS as API_ROWS
from tests.access.world import build
from tests.factories.files import pdf, upload
from tests.factories.knowledge import make_lesson, make_rollout
from tests.factories.people import UserFactory
from tests.factories.places import make_space

# What one may still do: one's own follow level, one's own going, the space's next age, an administrator's step.
STILL = {"space-follow", "space-leave", "space-archive", "space-reopen", "space-to-bin", "space-take-lead"}
# About no space, or about one that is another than the archived ones.
ELSEWHERE = {"notifications-read", "space-new", "lesson-new", "space-restore", "space-delete"}


@pytest.fixture
def archived(db):
    """The world of the tables, every space of it archived, the roll-out in one of them."""
    world = build()
    Rollout.objects.filter(pk=world.rollout.pk).update(space=world.private)
    SpacePage.objects.update(archived_at=timezone.now())
    return world


@pytest.mark.long
def test_every_write_of_the_site_is_refused(archived):
    tried, of_the_space = set(), {"slug": archived.lesson_of_space.slug}
    for row in ROWS:
        url = reverse(row.name, kwargs=row.args(archived))
        of_the_pool = row.name.startswith("lesson-") and row.args(archived) != of_the_space
        if row.method != "POST" or row.name in STILL | ELSEWHERE or of_the_pool:
            continue
        if not resolve(url).func.__module__.startswith(("spaces.", "knowledge.")):
            continue  # about people and organisations
        for role in row.served:
            client = Client()
            client.force_login(archived.people[role], backend="django.contrib.auth.backends.ModelBackend")
            answer = client.post(url, **body(row, archived))
            # To who is invited, an invitation into an archived space does not exist; nor does its documents' bin.
            wanted = 404 if row.name in ("space-invitation", "document-restore", "document-destroy") else 403
            assert answer.status_code == wanted, f"{row} as {role}: {answer.status_code}"
            tried.add(row.name)
    assert len(tried) > 25


def test_every_write_of_the_api_is_refused(archived):
    writes = [row for row in API_ROWS if row[1] == "POST"]
    for address, _method, sent, served in writes:
        for role in served:
            client = Client()
            client.force_login(archived.people[role], backend="django.contrib.auth.backends.ModelBackend")
            answer = client.post(address(archived), sent(), content_type="application/json")
            assert answer.status_code == 403, (role, answer.status_code)
    assert len(writes) == 2


def test_a_lesson_of_an_archived_space_is_neither_written_judged_nor_reused(archived, client):
    lesson = archived.lesson_of_space
    for role, name in (("member", "lesson-edit"), ("lead", "lesson-feedback"), ("lead", "lesson-publish")):
        client.force_login(archived.people[role], backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("lesson", args=[lesson.slug])).status_code == 200
        answer = client.post(reverse(name, args=[lesson.slug]), {"rating": 4})
        assert answer.status_code == 403, name


def test_nobody_is_seen_writing_in_it_and_everyone_still_hears_it(archived):
    member = archived.people["member"]
    assert not can_write_thread(member, archived.thread.pk)
    assert can_hear_thread(member, archived.thread.pk)


def test_it_says_so_and_its_leads_open_it_again(client, agent, colleague):
    space = make_space(lead=agent, members=[colleague])
    client.force_login(agent)
    assert "reste" in client.get(reverse("space-archive", args=[space.slug])).content.decode()
    client.post(reverse("space-archive", args=[space.slug]))
    client.force_login(colleague)
    for page in ("space", "threads", "documents", "space-agenda", "space-members"):
        shown = client.get(reverse(page, args=[space.slug])).content.decode()
        assert "archivé depuis le" in shown, page
        assert "Rouvrir l’espace" not in shown
        assert reverse("thread-new", args=[space.slug]) not in shown
    assert client.post(reverse("space-reopen", args=[space.slug])).status_code == 403
    client.force_login(agent)
    client.post(reverse("space-reopen", args=[space.slug]))
    assert client.get(reverse("thread-new", args=[space.slug])).status_code == 200
    assert Entry.objects.filter(action__in=["space.archived", "space.reopened"]).count() == 2


def test_what_is_in_the_bin_is_nowhere_and_comes_back_as_it_was(client, agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent, members=[colleague], title="Paie")
    thread = open_thread(author=agent, space=space, title="Taux", body="Bonjour", client_id=uuid4())
    client.force_login(agent)
    client.post(reverse("space-to-bin", args=[space.slug]))
    client.get(reverse("space-bin"))
    for person in (agent, colleague):
        client.force_login(person)
        assert client.get(space.get_absolute_url()).status_code == 404
        assert client.get(thread.get_absolute_url()).status_code == 404
    assert "Paie" not in client.get(reverse("space-bin")).content.decode()
    assert SearchEntry.objects.get(kind="space", object_id=space.pk).deleted
    client.force_login(agent)
    assert "Paie" in client.get(reverse("space-bin")).content.decode()
    client.post(reverse("space-restore", args=[space.pk]))
    assert can_read_space(colleague, space)
    assert not SearchEntry.objects.get(kind="space", object_id=space.pk).deleted


def full_space(lead):
    """A space with one of everything, in the bin."""
    space = make_space(lead=lead)
    document = add_document(author=lead, space=space, upload=upload("taux.pdf", pdf("Le taux")))
    thread = open_thread(author=lead, space=space, title="T", body="B", client_id=uuid4(), documents=[document])
    post_message(author=lead, thread=thread, body="Cité", client_id=uuid4(), quote=thread.messages.get())
    now = timezone.now()
    create_event(organiser=lead, space=space, title="E", starts_at=now, ends_at=now + timedelta(hours=1))
    make_lesson(lead, published=True, title="L", audience=Audience.SPACE, space=space)
    rollout = make_rollout(lead, lead.organisations)
    Rollout.objects.filter(pk=rollout.pk).update(space=space)
    actions.bin_space(lead=lead, space=space)
    return space


def test_a_full_space_is_not_taken_away_by_its_leads_nor_before_its_time(agent):
    space, administrator = full_space(agent), UserFactory(is_superuser=True)
    assert not actions.is_empty(space)
    with pytest.raises(ValidationError):
        actions.delete_space(by=agent, space=space)
    space.memberships.create(user=administrator, role="lead")
    with pytest.raises(ValidationError):
        actions.delete_space(by=administrator, space=space)


def test_an_administrator_takes_a_full_space_away_once_its_time_is_over(
    client, agent, django_capture_on_commit_callbacks
):
    space, administrator = full_space(agent), UserFactory(is_superuser=True)
    stored = Document.objects.get().current.file.content.name
    assert default_storage.exists(stored)
    SpacePage.objects.filter(pk=space.pk).update(binned_at=timezone.now() - timedelta(days=31))
    client.force_login(administrator)
    url = reverse("space-delete", args=[space.pk])
    assert "documents" in client.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert not SpacePage.objects.filter(pk=space.pk).exists()
    assert not LessonPage.objects.filter(title="L").exists()
    assert not default_storage.exists(stored)
    assert Rollout.objects.get().space is None
    assert not SearchEntry.objects.filter(space_id=space.pk, deleted=False).exists()
    assert Entry.objects.get(action="space.deleted").object_name == space.title
    assert SpacePage.find_problems() == ([], [], [], [], [])


def test_an_empty_space_is_taken_away_by_its_leads(client, agent):
    space = make_space(lead=agent)
    actions.bin_space(lead=agent, space=space)
    client.force_login(agent)
    client.post(reverse("space-delete", args=[space.pk]))
    assert not SpacePage.objects.filter(pk=space.pk).exists()


def test_an_archived_space_that_is_empty_invites_to_nothing(client, agent):
    space = make_space(lead=agent)
    client.force_login(agent)
    asked = ("ouvrez la première", "déposez le premier", "proposez-en un", "ce qui est déposé ici")
    pages = [space.get_absolute_url() + name for name in ("", "discussions/", "documents/", "agenda/")]
    before = "".join(client.get(page).content.decode() for page in pages)
    assert all(words in before for words in asked)
    SpacePage.objects.update(archived_at=timezone.now())
    after = "".join(client.get(page).content.decode() for page in pages)
    assert not any(words in after for words in asked)


def test_the_pages_of_what_is_in_it_say_so_and_offer_nothing_to_do(client, archived):
    client.force_login(archived.people["member"])
    for address in (archived.document.get_absolute_url(), archived.event.get_absolute_url()):
        assert "Cet espace est archivé" in client.get(address).content.decode()
    for address in ("/agenda/", f"/espaces/{archived.private.slug}/agenda/"):
        page = client.get(address).content.decode()
        assert archived.event.title in page
        assert "Je participe" not in page


@pytest.mark.parametrize("age", [actions.archive_space, actions.bin_space])
def test_what_was_on_its_way_when_a_space_closed_is_not_written(agent, colleague, monkeypatch, age):
    space = make_space(lead=agent)
    thread = open_thread(author=colleague, space=space, title="Taux", body="Bonjour", client_id=uuid4())

    def closing(module, name):
        """The space closes once it was asked who may write, and before it is written."""
        act = getattr(module, name)

        def close_first(*args, **values):
            age(lead=agent, space=SpacePage.objects.get(pk=space.pk))
            return act(*args, **values)

        monkeypatch.setattr(module, name, close_first)

    now = timezone.now()
    closing(messages, "_write")
    closing(documents, "checked")
    closing(events, "_check_times")
    for write in (
        lambda: post_message(author=colleague, thread=thread, body="Trop tard", client_id=uuid4()),
        lambda: add_document(author=colleague, space=space, upload=upload("taux.pdf", pdf())),
        lambda: create_event(organiser=colleague, space=space, title="E", starts_at=now, ends_at=now + timedelta(1)),
    ):
        SpacePage.objects.update(archived_at=None, binned_at=None)
        with pytest.raises(PermissionDenied):
            write()
    assert thread.messages.count() == 1
    assert not Document.everywhere.exists()
    assert not space.events.exists()
