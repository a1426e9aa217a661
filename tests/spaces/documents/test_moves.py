"""Documents that change spaces, and what becomes of the messages they were joined to."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from intranet.audit.models import Entry
from search.models import SearchEntry
from spaces.discussions.actions import open_thread
from spaces.documents import actions
from spaces.documents.constants import Audience
from spaces.documents.models import Document, Tag
from spaces.workspaces.constants import Access
from tests.factories import files
from tests.factories.people import UserFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(agent):
    """Another space of the agent's, where few come."""
    return make_space(title="Entre nous", access=Access.PRIVATE, lead=agent)


def test_it_follows_the_rule_of_the_space_it_is_in(client, space, other, agent, colleague, add):
    document = add(space)
    actions.edit_document(editor=agent, document=document, title="Note", tags=["paie"])
    client.force_login(colleague)
    assert client.get(document.get_absolute_url()).status_code == 200
    client.force_login(agent)
    moved = client.post(f"/documents/{document.pk}/deplacer/", {"destination": f"space:{other.pk}"})
    assert moved.url == document.get_absolute_url()
    assert "Entre nous" in client.get(moved.url).content.decode()
    client.force_login(colleague)
    assert client.get(document.get_absolute_url()).status_code == 404
    assert SearchEntry.objects.get(key=f"document:{document.pk}").containers == [f"space:{other.pk}"]
    assert list(Tag.objects.values_list("space", "name")) == [(other.pk, "paie")]
    entry = Entry.objects.get(action="document.moved")
    assert (entry.details["out_of"], entry.details["into"]) == ("Paie et PAS", "Entre nous")


def test_messages_it_was_joined_to_no_longer_show_it(client, space, other, agent, colleague):
    thread = open_thread(
        author=agent, space=space, title="Taux", body="Voici", client_id=uuid4(),
        files=[files.upload("taux.pdf", files.pdf())],
    )  # fmt: skip
    document = Document.objects.get()
    client.force_login(colleague)
    assert document.get_absolute_url() in client.get(thread.get_absolute_url()).content.decode()
    actions.move_document(mover=agent, document=document, space=other)
    actions.edit_document(editor=agent, document=Document.objects.get(), title="Licenciement de Paul")
    page = client.get(thread.get_absolute_url()).content.decode()
    assert document.get_absolute_url() not in page
    assert "Licenciement" not in page


def test_who_may_not_file_there_moves_nothing_there(client, space, agent, colleague, add):
    document = add(space, author=colleague)
    hidden = make_space(access=Access.PRIVATE, lead=agent)
    client.force_login(colleague)
    assert hidden.title not in client.get(f"/documents/{document.pk}/deplacer/").content.decode()
    assert client.post(f"/documents/{document.pk}/deplacer/", {"destination": f"space:{hidden.pk}"}).status_code == 422
    with pytest.raises(PermissionDenied):
        actions.move_document(mover=colleague, document=document, space=hidden)
    with pytest.raises(PermissionDenied):
        actions.move_document(mover=UserFactory(), document=document)
    document.refresh_from_db()
    assert document.space == space


def test_a_guest_does_not_carry_what_may_leave_a_space_into_another(agent, add):
    guest = UserFactory()
    one, two = make_space(lead=agent, guests=[guest]), make_space(lead=agent, guests=[guest])
    document = add(one, author=guest)
    actions.move_document(mover=guest, document=document, space=two)
    shared = add(one, audience=Audience.POOL)
    Document.objects.filter(pk=shared.pk).update(author=guest)
    with pytest.raises(PermissionDenied):
        actions.move_document(mover=guest, document=Document.objects.get(pk=shared.pk), space=two)


def test_a_folder_of_a_third_space_is_no_destination(space, other, agent, add):
    folder = actions.create_folder(author=agent, space=make_space(lead=agent), name="Ailleurs")
    with pytest.raises(PermissionDenied):
        actions.move_document(mover=agent, document=add(space), space=other, folder=folder)
