"""Documents that wait for the antivirus, and what becomes of those it finds infected."""

import pytest
from django.core.files.storage import default_storage

from intranet.audit.models import Entry
from intranet.files.actions import scan_waiting_files
from intranet.files.models import ScanState, StoredFile
from intranet.notifications.models import Delivery, Notification
from spaces.documents import actions
from spaces.documents.models import Document, Infection
from tests.factories import files
from tests.factories.clamd import VIRUS, clamd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def guard(settings):
    """An antivirus that answers."""
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        yield server


@pytest.fixture
def look(django_capture_on_commit_callbacks):
    """Let the antivirus look, and what it found be taken out."""

    def look():
        with django_capture_on_commit_callbacks(execute=True):
            scan_waiting_files()
            return actions.remove_infected()

    return look


def test_the_page_says_that_it_waits_and_gives_nothing(client, space, add, colleague, look):
    document = add(space, "photo.jpg", files.photo())
    client.force_login(colleague)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "En attente de l’antivirus" in page
    assert "Télécharger" not in page
    assert "/apercu/" not in page
    listed = client.get(f"/espaces/{space.slug}/documents/").content.decode()
    assert "en attente de l’antivirus" in listed
    for address in ("fichier/", "versions/1/fichier/"):
        assert client.get(f"/documents/{document.pk}/{address}").status_code == 503
    assert client.get(f"/documents/{document.pk}/apercu/s/").status_code == 404
    assert look() == 0
    assert "Télécharger" in client.get(document.get_absolute_url()).content.decode()


def test_the_page_says_why_a_file_stays_closed(client, space, add, colleague):
    document = add(space, "photo.jpg", files.photo())
    said = {"scan_state": ScanState.REFUSED, "scan_found": "INSTREAM size limit exceeded. ERROR"}
    StoredFile.objects.update(**said)
    client.force_login(colleague)
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Fichier non vérifié" in page
    assert "INSTREAM size limit exceeded" in page
    assert "Télécharger" not in page
    assert "non vérifié par l’antivirus" in client.get(f"/espaces/{space.slug}/documents/").content.decode()


def test_an_infected_document_is_gone_and_its_sender_is_told(client, space, add, colleague, look):
    document = add(space, "paie.txt", VIRUS, author=colleague)
    name = document.current.file.content.name
    assert look() == 1
    assert look() == 0
    assert not Document.everywhere.exists()
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(name)
    told = Notification.objects.get(kind="document.infected")
    assert told.recipient == colleague
    assert Delivery.objects.filter(notification=told).exists()
    client.force_login(colleague)
    page = client.get("/notifications/").content.decode()
    assert "paie.txt" in page
    assert "est infecté (Tests.Virus-1)" in page
    entry = Entry.objects.get(action="document.infected")
    assert (entry.object_name, entry.details["found"]) == ("Paie", "Tests.Virus-1")


def test_an_infected_version_leaves_the_last_sound_one(client, space, add, agent, colleague, look):
    document = add(space, "paie.txt", b"un")
    look()
    for content in (b"deux", VIRUS):
        sent = files.upload("paie.txt", content)
        actions.add_version(author=colleague, document=document, upload=sent)
    assert look() == 1
    kept = Document.objects.get()
    assert [version.number for version in kept.versions.all()] == [2, 1]
    assert kept.current.number == 2
    client.force_login(agent)
    assert b"".join(client.get(f"/documents/{kept.pk}/fichier/")) == b"deux"
    assert Infection.objects.get().author == colleague


def test_one_that_was_set_aside_is_read_when_nothing_else_is_left(space, add, agent, look):
    document = add(space, "paie.txt", VIRUS)
    actions.add_version(author=agent, document=document, upload=files.upload("paie.txt", b"un"), base=7)
    assert look() == 1
    kept = Document.objects.get().current
    assert (kept.number, kept.aside) == (2, False)


def test_an_infected_file_of_the_bin_goes_too(space, add, agent, look):
    actions.delete_document(actor=agent, document=add(space, "paie.txt", VIRUS))
    assert look() == 1
    assert not Document.everywhere.exists()
