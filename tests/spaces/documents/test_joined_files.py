"""Files sent with a message."""

from uuid import uuid4

import pytest

from intranet.files.models import StoredFile
from spaces.discussions import actions
from spaces.discussions.models import Message, Thread
from tests.factories import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(agent, space):
    return actions.open_thread(author=agent, space=space, title="Taux neutre", body="Que faire ?", client_id=uuid4())


def reply(client, thread, *uploads, body="Voici la fiche", **options):
    sent = {"body": body, "client_id": uuid4(), "files": list(uploads)}
    return client.post(f"{thread.get_absolute_url()}messages/", sent, **options)


def test_a_file_joined_to_a_message_becomes_a_document_of_the_space(client, thread, space, colleague):
    client.force_login(colleague)
    sent = reply(client, thread, files.upload("fiche.pdf", files.pdf()), files.upload("photo.jpg", files.photo()))
    page = client.get(sent.url).content.decode()
    assert space.documents.count() == 2
    assert all(document.get_absolute_url() in page for document in space.documents.all())
    assert Message.objects.get(body="Voici la fiche").attachments.count() == 2


def test_a_refused_file_keeps_the_message_back_and_the_words_in_the_form(client, thread, colleague):
    client.force_login(colleague)
    page = reply(client, thread, files.upload("fiche.pdf", files.pdf()), files.upload("outil.exe", b"MZ\0"))
    text = page.content.decode()
    assert page.status_code == 422
    assert "outil.exe\xa0: C’est un programme" in text
    assert "Voici la fiche</textarea>" in text
    assert thread.messages.count() == 1
    assert not StoredFile.objects.exists()


def test_a_script_hears_the_reason_too(client, thread, colleague):
    client.force_login(colleague)
    answer = reply(client, thread, files.upload("o.exe", b"MZ\0"), headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "programme" in answer.json()["errors"]["files"][0]


def test_sending_twice_files_once(client, thread, space, colleague):
    client.force_login(colleague)
    for _ in range(2):
        sent = {"body": "Une fois", "client_id": "6f9619ff-8b86-d011-b42d-00c04fc964ff"}
        sent["files"] = files.upload("fiche.pdf", files.pdf())
        client.post(f"{thread.get_absolute_url()}messages/", sent)
    assert space.documents.count() == 1
    assert StoredFile.objects.count() == 1


def test_a_new_thread_takes_files(client, space, colleague):
    client.force_login(colleague)
    sent = {"title": "Fiche", "kind": "question", "body": "Voici", "client_id": uuid4()}
    sent["files"] = files.upload("fiche.pdf", files.pdf())
    client.post(f"/espaces/{space.slug}/discussions/nouvelle/", sent)
    assert Thread.objects.get().messages.get().attachments.get().document == space.documents.get()


def test_changing_a_message_joins_nothing(client, thread, agent):
    client.force_login(agent)
    page = client.get(f"/messages/{thread.messages.get().pk}/modifier/").content.decode()
    assert 'type="file"' not in page
