"""Who may see and do what: the two faces of the rule are one."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from spaces.documents import policies
from spaces.documents.actions import add_version, create_folder, delete_document
from spaces.documents.constants import Audience
from spaces.documents.models import Document
from spaces.documents.search_sources import DocumentSource
from tests.factories import files
from tests.factories.knowledge import make_lesson

pytestmark = pytest.mark.django_db
ALL = {"open", "organisations", "on_request", "private"}
SEEN = {
    "lead": ALL,
    "member of the private one": {"open", "private"},
    "agent of the same commune": {"open", "organisations"},
    "agent of another commune": {"open"},
    "editor": {"open"},
    "guest of the open one": {"open"},
    "pending": set(),
    "agent of a partner": set(),
    "administrator": set(),
    "left": set(),
}
PAGES = ("", "fichier/", "versions/1/fichier/", "apercu/s/", "modifier/", "supprimer/", "versions/nouvelle/")


def test_the_list_and_the_answer_are_one_rule_for_everybody(people, documents):
    for name, person in people.items():
        listed = set(Document.objects.visible_to(person))
        for sort, document in documents.items():
            expected = sort in SEEN[name]
            assert (document in listed) == expected, (name, sort)
            assert policies.can_view_document(person, document) == expected, (name, sort)
        assert DocumentSource().visible(person, [d.pk for d in documents.values()]) == {d.pk for d in listed}
    assert not Document.objects.visible_to(AnonymousUser()).exists()


def test_what_may_not_be_seen_answers_as_what_does_not_exist(client, people, documents):
    client.force_login(people["agent of another commune"])
    absent = client.get("/documents/999999/")
    for sort in ALL - SEEN["agent of another commune"]:
        for page in PAGES:
            hidden = client.get(f"/documents/{documents[sort].pk}/{page}")
            assert hidden.status_code == 404, (sort, page)
            assert client.post(f"/documents/{documents[sort].pk}/{page}").status_code in (404, 405)
        assert client.get(f"/documents/{documents[sort].pk}/").content == absent.content
        assert client.get(f"/api/v1/documents/{documents[sort].pk}").status_code == 404
        assert client.get(f"/espaces/{documents[sort].space.slug}/documents/").status_code == 404


def test_what_may_be_seen_but_not_done_answers_403(client, people, documents):
    document = documents["open"]
    for name in ("agent of another commune", "editor", "guest of the open one"):
        client.force_login(people[name])
        for page in ("modifier/", "supprimer/"):
            assert client.get(f"/documents/{document.pk}/{page}").status_code == 403
            assert client.post(f"/documents/{document.pk}/{page}", {"title": "X"}).status_code == 403
    assert client.get(f"/documents/{document.pk}/versions/nouvelle/").status_code == 403  # a guest
    document.refresh_from_db()
    assert document.title == "Note"


def test_nobody_signed_in_is_led_to_sign_in(client, documents):
    for page in PAGES[:4]:
        assert client.get(f"/documents/{documents['open'].pk}/{page}")["Location"].startswith("/connexion/")


def test_bytes_are_refused_from_the_request_after_leaving(client, people, documents, places):
    client.force_login(people["member of the private one"])
    address = f"/documents/{documents['private'].pk}/fichier/"
    first = client.get(address)
    assert b"".join(first) == files.pdf()
    places["private"].memberships.filter(user=people["member of the private one"]).delete()
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 404
    assert client.get(address, headers={"Range": "bytes=0-3"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "adds", "replaces", "edits"),
    [
        ("lead", True, True, True),
        ("agent of another commune", True, True, False),
        ("guest of the open one", True, False, False),
        ("pending", False, False, False),
        ("administrator", False, False, False),
        ("left", False, False, False),
    ],
)
def test_what_each_may_do_in_an_open_space(people, documents, name, adds, replaces, edits):
    person, document = people[name], documents["open"]
    assert policies.can_add_document(person, document.space) == adds
    assert policies.can_replace_document(person, document) == replaces
    assert policies.can_edit_document(person, document) == edits
    assert policies.can_delete_document(person, document) == edits


def test_a_guest_files_for_the_space_alone(people, places):
    guest, space = people["guest of the open one"], places["open"]
    assert policies.can_add_document(guest, space)
    assert not policies.can_add_document(guest, space, Audience.POOL)
    assert policies.can_add_document(people["agent of another commune"], space, Audience.POOL)


def test_an_author_who_left_the_space_may_change_nothing_there(people, places, add):
    author = people["member of the private one"]
    document = add(places["private"], author=author)
    assert policies.can_edit_document(author, document)
    places["private"].memberships.filter(user=author).delete()
    assert not policies.can_edit_document(author, document)
    assert not policies.can_replace_document(author, document)


def test_a_document_for_the_pool_is_read_with_what_it_is_attached_to(client, agent, people, places, add):
    document = add(places["private"], audience=Audience.POOL, content=files.pdf("Le taux"))
    kept_in = add(places["private"])
    make_lesson(agent, published=True, documents=[document, kept_in])
    stranger = people["agent of another commune"]
    assert set(Document.objects.visible_to(stranger)) == {document}
    assert f"document:{document.pk}" in DocumentSource().tokens(stranger)
    assert f"document:{document.pk}" in DocumentSource().entry(document).containers
    assert DocumentSource().entry(kept_in).containers == (f"space:{kept_in.space_id}",)
    client.force_login(stranger)
    page = client.get(document.get_absolute_url()).content.decode()
    assert document.title in page
    assert document.space.title not in page
    assert client.get(f"/api/v1/documents/{document.pk}").json()["space"] is None
    assert client.get(f"/documents/{document.pk}/modifier/").status_code == 403


def test_in_an_archived_space_all_is_read_and_nothing_is_written(client, people, places, add):
    lead, space = people["lead"], places["open"]
    document, binned = add(space), add(space, "vieux.pdf")
    add_version(author=lead, document=document, upload=files.upload("note.pdf", files.pdf("deux")))
    folder = create_folder(author=lead, space=space, name="Dossier")
    delete_document(actor=lead, document=binned)
    type(space).objects.filter(pk=space.pk).update(archived_at=timezone.now())
    client.force_login(lead)
    listed, one = f"/espaces/{space.slug}/documents/", f"/documents/{document.pk}/"
    inside = f"{listed}dossiers/{folder.pk}/"
    pages = [client.get(address) for address in (listed, one, inside, f"{listed}corbeille/")]
    assert [page.status_code for page in pages] == [200] * 4
    for page in pages:
        text = page.content.decode()
        assert not any(each in text for each in ("#deposer", "nouveau/", "modifier/", "supprimer/", "reprendre/"))
    assert b"".join(client.get(f"{one}fichier/")) == files.pdf("deux")
    sent = {"files": [files.upload("n.pdf", files.pdf("trois"))], "destination": "top", "name": "X", "title": "X"}
    forbidden = [listed, inside, f"{listed}dossiers/nouveau/", f"{inside}modifier/", f"{inside}supprimer/"]
    verbs = ("modifier", "deplacer", "supprimer", "versions/nouvelle", "versions/1/reprendre")
    forbidden += [f"{one}{verb}/" for verb in verbs]
    for address in forbidden:
        assert client.post(address, sent).status_code == 403, address
    for verb in ("restaurer", "detruire"):
        assert client.post(f"/documents/{binned.pk}/{verb}/").status_code == 404


def test_what_is_attached_beyond_its_space_is_its_current_version_and_no_other(client, agent, people, places, add):
    document = add(places["private"], content=files.pdf("Entre nous"), audience=Audience.POOL)
    upload = files.upload("note.pdf", files.pdf("Pour tous"))
    add_version(author=agent, document=document, upload=upload, note="Sans les noms")
    upload = files.upload("brouillon.pdf", files.pdf("À part"))
    add_version(author=agent, document=document, upload=upload, base=1)
    make_lesson(agent, published=True, documents=[document])
    client.force_login(people["agent of another commune"])
    address = f"/documents/{document.pk}/"
    for current in ("fichier/", "versions/2/fichier/"):
        assert b"".join(client.get(address + current)) == files.pdf("Pour tous")
    for other in (1, 3):
        assert client.get(f"{address}versions/{other}/fichier/").status_code == 404
    page = client.get(address).content.decode()
    assert "brouillon.pdf" not in page
    assert "versions/1/" not in page
    assert [each["number"] for each in client.get(f"/api/v1/documents/{document.pk}").json()["versions"]] == [2]
    # In the space its history is there as ever.
    client.force_login(agent)
    assert b"".join(client.get(f"{address}versions/1/fichier/")) == files.pdf("Entre nous")
    numbers = [each["number"] for each in client.get(f"/api/v1/documents/{document.pk}").json()["versions"]]
    assert numbers == [2, 1]
