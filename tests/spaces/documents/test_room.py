"""How much a space and an organisation may keep, said before it hurts."""

from uuid import uuid4

import pytest

from intranet.files.actions import prune_orphans
from intranet.files.kinds import FileRefused
from intranet.files.models import StoredFile
from spaces.discussions.actions import open_thread
from spaces.documents import actions
from spaces.documents.actions.room import room_of_organisation, room_of_space
from spaces.documents.models import Document, Version
from tests.factories import files
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db
TEXT = b"a" * 1000


def send(client, space, *uploads):
    return client.post(f"/espaces/{space.slug}/documents/", {"files": list(uploads)}, headers={"accept": "text/html"})


def test_what_does_not_fit_in_the_space_is_refused_with_what_is_left(client, settings, space, add, agent):
    settings.SPACE_QUOTA_BYTES = 2500
    add(space, "un.txt", TEXT)
    client.force_login(agent)
    refused = send(client, space, files.upload("deux.txt", b"b" * 1000), files.upload("trois.txt", b"c" * 1000))
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "trois.txt" in text
    assert "il ne reste que 500\xa0o dans cet espace, sur 2\xa0Ko" in text
    assert space.documents.count() == 2
    assert StoredFile.objects.count() == 2
    assert prune_orphans() == 0


def test_what_does_not_fit_at_the_organisation_is_refused_wherever_it_goes(settings, space, add, agent, commune):
    settings.ORGANISATION_QUOTA_BYTES = 1500
    add(make_space(lead=agent), "un.txt", TEXT)
    with pytest.raises(FileRefused, match="à Verlanges, sur"):
        add(space, "deux.txt", TEXT)
    assert add(space, "deux.txt", TEXT, author=AgentFactory())
    assert room_of_organisation(commune).used == 1000


def test_a_guest_of_no_organisation_is_held_by_the_space_alone(settings, agent, add):
    settings.ORGANISATION_QUOTA_BYTES = 10
    guest = UserFactory()
    document = add(make_space(lead=agent, guests=[guest]), "un.txt", TEXT, author=guest)
    assert document.current.organisation is None


def test_versions_count_and_one_taken_up_again_does_not(space, add, agent):
    document = add(space, "un.txt", TEXT)
    actions.add_version(author=agent, document=document, upload=files.upload("un.txt", b"b" * 500))
    actions.restore_version(author=agent, document=document, number=1)
    assert room_of_space(space).used == 1500
    actions.delete_document(actor=agent, document=document)
    assert room_of_space(space).used == 1500
    actions.destroy_document(actor=agent, document=Document.everywhere.get())
    assert room_of_space(space).used == 0


def test_the_page_shows_a_meter_from_four_fifths_on(client, settings, space, add, agent, commune):
    settings.SPACE_QUOTA_BYTES = 10_000
    settings.ORGANISATION_QUOTA_BYTES = 10_000
    client.force_login(agent)
    address = f"/espaces/{space.slug}/documents/"
    add(space, "un.txt", b"a" * 7900)
    assert "Place occupée" not in client.get(address).content.decode()
    add(space, "deux.txt", b"b" * 200)
    text = client.get(address).content.decode()
    assert "Place occupée" in text
    assert "Paie et PAS\xa0: 8\xa0Ko sur 10\xa0Ko, il reste 2\xa0Ko." in text
    assert f"{commune}\xa0: 8\xa0Ko sur 10\xa0Ko" in text
    assert 'max="10000" value="8100"' in text
    settings.SPACE_QUOTA_BYTES = settings.ORGANISATION_QUOTA_BYTES = 0
    assert "Place occupée" not in client.get(address).content.decode()


def test_a_version_and_a_message_that_do_not_fit_keep_what_was_typed(client, settings, space, add, agent):
    document = add(space, "un.txt", TEXT)
    thread = open_thread(author=agent, space=space, title="Taux", body="Ici", client_id=uuid4())
    settings.SPACE_QUOTA_BYTES = 1100
    client.force_login(agent)
    note = {"upload": files.upload("un.txt", b"b" * 1000), "note": "Colonnes en plus"}
    refused = client.post(f"/documents/{document.pk}/versions/nouvelle/", note)
    assert refused.status_code == 422
    assert "il ne reste que 100\xa0o" in refused.content.decode()
    assert "Colonnes en plus" in refused.content.decode()
    words = {"body": "Voici la fiche", "client_id": uuid4(), "files": files.upload("deux.txt", b"c" * 1000)}
    refused = client.post(f"{thread.get_absolute_url()}messages/", words)
    assert refused.status_code == 422
    assert "Voici la fiche</textarea>" in refused.content.decode()
    opened = {"title": "Autre", "kind": "question", "body": "Voici", "client_id": uuid4()}
    opened["files"] = files.upload("trois.txt", b"d" * 1000)
    refused = client.post(f"/espaces/{space.slug}/discussions/nouvelle/", opened)
    assert refused.status_code == 422
    assert "il ne reste que 100\xa0o" in refused.content.decode()
    assert (StoredFile.objects.count(), Version.objects.count(), thread.messages.count()) == (1, 1, 1)


def test_a_document_is_not_moved_where_it_does_not_fit(client, settings, space, add, agent):
    document, full = add(space, "un.txt", TEXT), make_space(lead=agent)
    add(full, "deux.txt", b"b" * 2000)
    settings.SPACE_QUOTA_BYTES = 2500
    client.force_login(agent)
    refused = client.post(f"/documents/{document.pk}/deplacer/", {"destination": f"space:{full.pk}"})
    assert refused.status_code == 422
    assert "il ne reste que 500\xa0o" in refused.content.decode()
    document.refresh_from_db()
    assert document.space == space


def test_a_full_space_says_so_where_one_chooses_files(client, settings, space, add, agent):
    settings.SPACE_QUOTA_BYTES = 1000
    add(space, "un.txt", TEXT)
    client.force_login(agent)
    page = client.get(f"/espaces/{space.slug}/documents/").content.decode()
    assert "n’a plus de place" in page
    assert "meter--full" in page
