"""Thrown away, taken back, gone for good."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.files.models import StoredFile
from search.models import SearchEntry
from spaces.discussions.actions import open_thread
from spaces.documents import actions
from spaces.documents.models import Document, Tag
from tests.factories import files
from tests.factories.people import AgentFactory

pytestmark = pytest.mark.django_db


def bin_of(client, space):
    return client.get(f"/espaces/{space.slug}/documents/corbeille/")


def test_what_is_thrown_away_is_nowhere_until_it_is_restored_as_it_was(client, space, add, agent, colleague):
    folder = actions.create_folder(author=agent, space=space, name="Comptes rendus")
    document = add(space, folder=folder)
    actions.edit_document(editor=agent, document=document, title="Note", tags=["paie"])
    client.force_login(agent)
    page = f"/documents/{document.pk}/supprimer/"
    assert "30 jours" in client.get(page).content.decode()
    gone = client.post(page)
    assert "Note" not in client.get(gone.url, follow=True).content.decode().split("corbeille")[-1]
    for address in ("", "fichier/", "versions/1/fichier/", "modifier/", "deplacer/", "versions/nouvelle/"):
        assert client.get(f"/documents/{document.pk}/{address}").status_code == 404
    assert client.get(f"/api/v1/documents/{document.pk}").status_code == 404
    assert SearchEntry.objects.get(key=f"document:{document.pk}").deleted
    assert not Document.objects.visible_to(agent).exists()
    client.force_login(colleague)
    assert "Note" not in bin_of(client, space).content.decode()
    client.force_login(agent)
    assert "Note" in bin_of(client, space).content.decode()
    back = client.post(f"/documents/{document.pk}/restaurer/")
    assert back.url == document.get_absolute_url()
    restored = Document.objects.get()
    assert (restored.folder, restored.tag_names, restored.binned_at) == (folder, "paie", None)
    assert not SearchEntry.objects.get(key=f"document:{document.pk}").deleted
    assert client.get(back.url).status_code == 200


def test_its_author_and_the_leads_take_it_back_and_nobody_else_knows(client, space, add, agent, colleague):
    document = add(space, author=colleague)
    actions.delete_document(actor=agent, document=document)
    stranger = AgentFactory()
    client.force_login(stranger)
    absent = client.post("/documents/999999/restaurer/").content
    for address in ("restaurer/", "detruire/"):
        refused = client.post(f"/documents/{document.pk}/{address}")
        assert (refused.status_code, refused.content) == (404, absent)
    with pytest.raises(PermissionDenied):
        actions.restore_document(actor=stranger, document=Document.everywhere.get())
    client.force_login(colleague)
    assert "Note" in bin_of(client, space).content.decode()
    client.post(f"/documents/{document.pk}/restaurer/")
    assert Document.objects.get() == document


def test_what_stands_is_not_restored_nor_destroyed(client, space, add, agent):
    document = add(space)
    client.force_login(agent)
    assert client.post(f"/documents/{document.pk}/restaurer/").status_code == 404
    assert client.post(f"/documents/{document.pk}/detruire/").status_code == 404
    assert Document.objects.exists()


def test_a_message_no_longer_shows_what_it_joined_until_it_is_back(client, space, agent):
    thread = open_thread(
        author=agent, space=space, title="Taux", body="Voici", client_id=uuid4(),
        files=[files.upload("taux.pdf", files.pdf())],
    )  # fmt: skip
    document = Document.objects.get()
    client.force_login(agent)
    actions.delete_document(actor=agent, document=document)
    assert document.get_absolute_url() not in client.get(thread.get_absolute_url()).content.decode()
    actions.restore_document(actor=agent, document=Document.everywhere.get())
    assert document.get_absolute_url() in client.get(thread.get_absolute_url()).content.decode()


def test_the_bin_forgets_after_its_days_and_the_store_with_it(
    settings, space, add, agent, django_capture_on_commit_callbacks
):
    settings.BIN_DAYS = 10
    old, new, kept = (add(space, f"{n}.pdf", files.pdf(str(n))) for n in range(3))
    actions.edit_document(editor=agent, document=old, title="Vieux", tags=["paie"])
    actions.add_version(author=agent, document=old, upload=files.upload("v2.pdf", files.pdf("v2")))
    actions.restore_version(author=agent, document=old, number=1)
    now = timezone.now()
    actions.delete_document(actor=agent, document=old)
    with time_machine.travel(now + timedelta(days=6), tick=False):
        actions.delete_document(actor=agent, document=new)
        assert actions.purge_bin() == 0
    names = [version.file.content.name for version in old.versions.all()]
    with (
        time_machine.travel(now + timedelta(days=11), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert actions.purge_bin() == 1
        assert actions.purge_bin() == 0
    assert set(Document.everywhere.all()) == {new, kept}
    assert not any(default_storage.exists(name) for name in names)
    assert StoredFile.objects.count() == 2
    assert not Tag.objects.exists()
    entry = Entry.objects.get(action="document.destroyed")
    assert (entry.actor_name, entry.object_name, entry.details["space"]) == ("", "Vieux", "Paie et PAS")


def test_a_file_that_something_else_points_at_stays(space, add, agent, django_capture_on_commit_callbacks):
    gone, kept = add(space, "a.pdf"), add(space, "b.pdf", files.pdf("b"))
    shared = gone.current.file
    kept.versions.create(number=2, file=shared, author=agent)
    actions.delete_document(actor=agent, document=gone)
    with django_capture_on_commit_callbacks(execute=True):
        actions.destroy_document(actor=agent, document=Document.everywhere.get(pk=gone.pk))
    assert default_storage.exists(shared.content.name)
    assert StoredFile.objects.filter(pk=shared.pk).exists()


def test_its_author_may_make_an_end_of_it_at_once(client, space, add, agent, django_capture_on_commit_callbacks):
    document = add(space)
    stored = document.current.file
    actions.delete_document(actor=agent, document=document)
    client.force_login(agent)
    page = f"/documents/{document.pk}/detruire/"
    assert "pour de bon" in client.get(page).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page)
    assert not Document.everywhere.exists()
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(stored.content.name)


def test_a_version_is_not_filed_in_what_was_thrown_away_meanwhile(space, add, agent):
    document = add(space)
    actions.delete_document(actor=agent, document=Document.objects.get())
    with pytest.raises(PermissionDenied):
        actions.add_version(author=agent, document=document, upload=files.upload("v.pdf", files.pdf("v")))
    assert StoredFile.objects.count() == 1
