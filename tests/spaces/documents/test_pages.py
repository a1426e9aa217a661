"""What a person sees of documents."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.files.actions import prune_orphans, read_waiting_texts
from intranet.files.models import StoredFile
from spaces.documents.actions import add_version
from spaces.documents.models import Document
from spaces.documents.search_sources import DocumentSource, of_file
from tests.factories import files
from tests.factories.people import AgentFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}


@pytest.fixture
def address(space):
    return f"/espaces/{space.slug}/documents/"


def send(client, address, *uploads, **options):
    return client.post(address, {"files": list(uploads)}, **options)


def test_several_files_are_filed_at_once_and_found_in_the_list(client, address, space, colleague):
    client.force_login(colleague)
    sent = send(client, address, files.upload("compte_rendu.pdf", files.pdf()), files.upload("n.odt", files.odt()))
    page = client.get(sent.url).content.decode()
    assert "2 fichiers déposés" in page
    assert "Compte rendu" in page
    assert "Maël Fournier" in page
    assert set(space.documents.values_list("current__file__extension", flat=True)) == {"pdf", "odt"}


def test_a_refused_file_says_why_beside_its_name_and_the_others_are_kept(client, address, space, colleague):
    client.force_login(colleague)
    page = send(client, address, files.upload("n.pdf", files.pdf()), files.upload("outil-paie.exe", b"MZ\0\0"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "outil-paie.exe" in text
    assert "un programme" in text
    assert space.documents.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_script_hears_for_each_file_whether_it_is_kept(client, address, colleague):
    client.force_login(colleague)
    kept = send(client, address, files.upload("n.pdf", files.pdf()), headers=JSON)
    refused = send(client, address, files.upload("n.svg", b"<svg/>"), headers=JSON)
    assert (kept.status_code, refused.status_code) == (201, 422)
    assert kept.json()["kept"][0]["url"] == Document.objects.get().get_absolute_url()
    assert refused.json()["refused"][0]["name"] == "n.svg"


def test_nothing_chosen_says_so(client, address, colleague):
    client.force_login(colleague)
    page = client.post(address)
    assert page.status_code == 422
    assert "Choisissez" in page.content.decode()


def test_a_document_of_the_same_name_becomes_a_new_version_and_a_photo_does_not(client, address, space, colleague):
    client.force_login(colleague)
    for n in (1, 2):
        photo = files.upload("image.jpg", files.photo((40 * n, 20)))
        send(client, address, files.upload("fiche.ods.pdf", files.pdf(f"Fiche {n}")), photo)
    versions = sorted(space.documents.values_list("current__file__extension", "current__number"))
    assert versions == [("jpg", 1), ("jpg", 1), ("pdf", 2)]


def test_what_is_sent_again_because_the_answer_was_lost_is_filed_once(client, address, space, colleague):
    client.force_login(colleague)
    for _ in range(2):
        sent = send(client, address, files.upload("n.pdf", files.pdf()), files.upload("i.jpg", files.photo()))
        assert sent.status_code == 302
    assert sorted(space.documents.values_list("current__number", flat=True)) == [1, 1]
    assert StoredFile.objects.count() == 2


def test_a_guest_does_not_replace_the_document_of_another_by_its_name(client, places, add):
    add(places["open"], "fiche.pdf")
    client.force_login(places["guest"])
    send(client, f"/espaces/{places['open'].slug}/documents/", files.upload("fiche.pdf", files.pdf()))
    assert list(places["open"].documents.values_list("current__number", flat=True)) == [1, 1]


def test_who_may_not_read_the_space_files_nothing_there(client, places, colleague):
    client.force_login(colleague)
    sent = send(client, f"/espaces/{places['organisations'].slug}/documents/", files.upload("n.pdf", files.pdf()))
    assert sent.status_code == 404
    assert not StoredFile.objects.exists()


def test_the_list_is_searched_and_sorted(client, address, space, add, colleague):
    add(space, title="Zones", content=files.pdf("a" * 400), description="où implanter les bornes")
    add(space, title="Avis")
    client.force_login(colleague)

    def titles(query):
        return [document.title for document in client.get(f"{address}{query}").context["page"]]

    assert titles("") == ["Avis", "Zones"]
    assert titles("?tri=-nom") == ["Zones", "Avis"]
    assert titles("?tri=-taille") == ["Zones", "Avis"]
    assert titles("?tri=auteur") == ["Zones", "Avis"] or titles("?tri=auteur") == ["Avis", "Zones"]
    assert titles("?q=bornes") == ["Zones"]
    assert titles("?q=rien") == []
    assert titles("?tri=inconnu&page=9") == ["Avis", "Zones"]


def test_a_document_has_a_page_with_its_versions_and_its_bytes(client, space, add, colleague):
    document = add(space, description="À remplir avant chaque dépôt")
    client.force_login(colleague)
    new = f"/documents/{document.pk}/versions/nouvelle/"
    assert client.get(new).status_code == 200
    client.post(new, {"upload": files.upload("v2.pdf", files.pdf("deux")), "note": "Deux colonnes de plus"})
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Deux colonnes de plus" in page
    assert "À remplir avant chaque dépôt" in page
    assert b"".join(client.get(f"/documents/{document.pk}/fichier/")) == files.pdf("deux")
    assert b"".join(client.get(f"/documents/{document.pk}/versions/1/fichier/")) == files.pdf()
    assert client.get(f"/documents/{document.pk}/versions/9/fichier/").status_code == 404


def test_a_refused_version_leaves_the_document_as_it_was(client, space, add, agent):
    document = add(space)
    client.force_login(agent)
    page = client.post(
        f"/documents/{document.pk}/versions/nouvelle/", {"upload": files.upload("a.exe", b"MZ\0"), "note": "Mieux"}
    )
    assert page.status_code == 422
    assert "a.exe\xa0: C’est un programme" in page.content.decode()
    assert "Mieux" in page.content.decode()
    assert document.versions.count() == 1


def test_a_photo_is_shown_small_and_opens_large(client, space, add, colleague):
    document = add(space, "photo.jpg", files.photo((900, 600)))
    client.force_login(colleague)
    page = client.get(document.get_absolute_url()).content.decode()
    assert f'src="/documents/{document.pk}/apercu/l/"' in page
    small = client.get(f"/documents/{document.pk}/apercu/m/")
    assert small["Content-Type"] == "image/webp"
    assert b"".join(small)[8:12] == b"WEBP"
    shown = client.get(f"/documents/{document.pk}/fichier/?voir")
    assert shown["Content-Disposition"].startswith("inline")
    assert b"Exif" not in b"".join(shown)


def test_its_author_renames_it_and_a_blank_title_keeps_what_was_typed(client, space, add, colleague):
    document = add(space, author=colleague)
    client.force_login(colleague)
    edit = f"/documents/{document.pk}/modifier/"
    refused = client.post(edit, {"title": "", "description": "Mot gardé", "audience": "space"})
    assert refused.status_code == 422
    assert "Mot gardé" in refused.content.decode()
    client.post(edit, {"title": "Fiche de contrôle", "description": "", "audience": "pool"})
    document.refresh_from_db()
    assert (document.title, document.audience) == ("Fiche de contrôle", "pool")


def test_what_went_with_its_space_is_swept_away(space, add, django_capture_on_commit_callbacks):
    gone, kept = add(space), add(make_space())
    space.delete()
    with (
        time_machine.travel(timezone.now() + timedelta(days=2)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        assert prune_orphans()
    assert list(StoredFile.objects.all()) == [kept.current.file]
    assert not gone.current.file.content.storage.exists(gone.current.file.content.name)


def test_a_sentence_of_a_pdf_is_in_its_search_entry_once_it_is_read(space, add):
    document = add(space, content=files.pdf("La retenue s'applique au net imposable."), description="Compte rendu")
    assert DocumentSource().entry(document).attachment == ""
    read_waiting_texts()
    found = DocumentSource().queryset().get(pk=document.pk)
    entry = DocumentSource().entry(found)
    assert entry.attachment == "La retenue s'applique au net imposable."
    assert entry.headings == "Compte rendu"
    assert entry.containers == (f"space:{space.pk}",)
    assert list(of_file(document.current.file)) == [document]


def test_the_words_of_an_older_version_are_no_longer_found(space, add, agent):
    document = add(space, content=files.pdf("ancien"))
    add_version(author=agent, document=document, upload=files.upload("n.pdf", files.pdf("nouveau")))
    read_waiting_texts()
    old = document.versions.get(number=1).file
    assert DocumentSource().entry(DocumentSource().queryset().get()).attachment == "nouveau"
    assert list(of_file(old)) == []


def test_the_api_tells_of_a_document_and_its_versions(client, space, add, colleague):
    document = add(space)
    client.force_login(colleague)
    told = client.get(f"/api/v1/documents/{document.pk}").json()
    assert told["title"] == "Note"
    assert told["space"] == space.pk
    assert told["versions"][0]["mime_type"] == "application/pdf"
    assert b"".join(client.get(told["download_url"])) == files.pdf()


def test_the_space_shows_its_last_documents(client, space, add, colleague):
    add(space, title="Fiche de contrôle")
    client.force_login(colleague)
    page = client.get(space.get_absolute_url()).content.decode()
    assert "Documents récents" in page
    assert "Fiche de contrôle" in page


def test_the_number_of_queries_of_the_pages_does_not_grow(client, address, space, add, colleague):
    client.force_login(colleague)
    document = add(space)
    counts = []
    for _ in range(2):
        for _n in range(8):
            add(space, author=AgentFactory())
            post = f"/documents/{document.pk}/versions/nouvelle/"
            client.post(post, {"upload": files.upload("v.pdf", files.pdf()), "note": ""})
        pages = (address, document.get_absolute_url(), space.get_absolute_url(), f"/api/v1/documents/{document.pk}")
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(page).status_code == 200
            counts.append(len(captured))
    assert counts[:4] == counts[4:]
