"""One address, many states: replaced, taken up again, and two people at once."""

import pytest
from django.core.exceptions import PermissionDenied

from intranet.audit.models import Entry
from intranet.files.models import StoredFile
from spaces.documents import actions
from spaces.documents.models import Document
from tests.factories import files

pytestmark = pytest.mark.django_db


def body(response):
    return b"".join(response)


@pytest.fixture
def document(space, add, agent):
    """A document of two versions."""
    made = add(space, content=files.pdf("un"))
    actions.add_version(author=agent, document=made, upload=files.upload("deux.pdf", files.pdf("deux")), note="Mieux")
    return Document.objects.get(pk=made.pk)


def test_an_old_version_is_taken_up_again_with_a_reason_and_the_others_stay(client, document, colleague):
    client.force_login(colleague)
    page = f"/documents/{document.pk}/versions/1/reprendre/"
    assert "Reprendre la version 1" in client.get(page).content.decode()
    client.post(page, {"note": "La deuxième mélangeait deux mois"})
    shown = client.get(document.get_absolute_url()).content.decode()
    assert "La deuxième mélangeait deux mois" in shown
    assert body(client.get(f"/documents/{document.pk}/fichier/")) == files.pdf("un")
    assert body(client.get(f"/documents/{document.pk}/versions/2/fichier/")) == files.pdf("deux")
    last = document.versions.first()
    assert (last.number, last.author, last.file.name) == (3, colleague, "note.pdf")
    # The same bytes, kept once.
    assert StoredFile.objects.count() == 2
    assert Entry.objects.get(action="document.restored_version").details == {"version": 3, "of": 1}


def test_a_reason_is_given_for_who_gives_none_and_what_is_current_is_not_taken_up(agent, document):
    assert actions.restore_version(author=agent, document=document, number=1).note == "Reprise de la version 1"
    assert actions.restore_version(author=agent, document=document, number=1).number == 3
    assert document.versions.count() == 3


def test_a_version_that_is_not_there_is_not_taken_up(client, document, agent, places):
    client.force_login(agent)
    assert client.get(f"/documents/{document.pk}/versions/9/reprendre/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.restore_version(author=places["guest"], document=document, number=1)


def test_of_two_who_replace_at_once_the_second_is_told_and_loses_nothing(client, document, agent, colleague):
    client.force_login(colleague)
    new = f"/documents/{document.pk}/versions/nouvelle/"
    form = client.get(new).context["form"]
    base = form["base"].value()
    assert base == 2
    first = files.upload("trois.pdf", files.pdf("trois"))
    actions.add_version(author=agent, document=document, upload=first, base=base)
    mine = {"upload": files.upload("la-mienne.pdf", files.pdf("la mienne")), "note": "Corrigé", "base": base}
    told = client.post(new, mine, follow=True).content.decode()
    assert "Awa Diallo a déposé la version 3 pendant que vous prépariez la vôtre" in told
    assert "mise de côté" in told
    assert "Corrigé" in told
    assert body(client.get(f"/documents/{document.pk}/fichier/")) == files.pdf("trois")
    assert body(client.get(f"/documents/{document.pk}/versions/4/fichier/")) == files.pdf("la mienne")
    numbers = [each["number"] for each in client.get(f"/api/v1/documents/{document.pk}").json()["versions"]]
    assert numbers == [3, 2, 1]
    client.post(f"/documents/{document.pk}/versions/4/reprendre/", {"note": ""})
    assert body(client.get(f"/documents/{document.pk}/fichier/")) == files.pdf("la mienne")


def test_of_two_who_change_the_sheet_at_once_the_second_is_told_and_loses_nothing(client, document, agent):
    client.force_login(agent)
    edit = f"/documents/{document.pk}/modifier/"
    before = client.get(edit).context["form"]["before"].value()
    actions.edit_document(editor=agent, document=document, title="Le titre de l'autre", tags=["paie"])
    mine = {"title": "Mon titre", "description": "Mes mots", "audience": "space", "tags": "", "before": before}
    told = client.post(edit, mine)
    text = told.content.decode()
    assert told.status_code == 422
    assert "vient de modifier" in text
    assert "Le titre de l&#x27;autre" in text
    assert 'value="Mon titre"' in text
    assert "Mes mots" in text
    assert Document.objects.get().title == "Le titre de l'autre"
    client.post(edit, mine | {"before": told.context["form"]["before"].value()})
    kept = Document.objects.get()
    assert (kept.title, kept.description, kept.tag_names) == ("Mon titre", "Mes mots", "")
