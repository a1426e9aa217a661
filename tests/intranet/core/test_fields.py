"""Names and titles say what one reads, and nothing that is not seen."""

from uuid import uuid4

import pytest
from django.urls import reverse

from intranet.accounts.forms import JoinForm, SignUpForm
from intranet.core.fields import LineField, as_read
from knowledge.lessons.forms import LessonForm
from spaces.discussions.models import Thread
from spaces.documents.actions import add_document
from spaces.documents.models import Folder
from spaces.events.models import Event
from spaces.workspaces.models import SpacePage
from tests.factories.files import upload
from tests.factories.people import PASSWORD
from tests.factories.places import make_space


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Pa\u202eie", "Paie"),
        ("\u2066Paie\u2069", "Paie"),
        ("Pa\u200bie\ufeff", "Paie"),
        ("Paie\r\nBcc: x", "Paie  Bcc: x"),
        ("Élodie L’Hôte", "Élodie L’Hôte"),
        ("Famille 👨\u200d👩\u200d👧", "Famille 👨\u200d👩\u200d👧"),
        ("\u200b\u200d", ""),
        ("D’Arvieu\u00a0!", "D’Arvieu\u00a0!"),
    ],
)
def test_what_is_not_seen_is_not_kept(typed, read):
    assert as_read(typed) == read


def test_a_name_of_nothing_is_no_name():
    assert LineField().to_python("\u200b\u202e ") == ""


def test_nobody_joins_under_a_name_that_turns_around(rf, db):
    names = {"first_name": "Je\u202ean", "last_name": "Du\u200bpont"}
    joined = JoinForm({**names, "password1": PASSWORD, "password2": PASSWORD}, email="a@b.example")
    assert joined.is_valid(), joined.errors
    assert (joined.person["first_name"], joined.person["last_name"]) == ("Jean", "Dupont")
    signed = SignUpForm({**names, "email": "a@b.example", "password1": PASSWORD, "password2": PASSWORD})
    assert signed.is_valid(), signed.errors
    assert signed.cleaned_data["last_name"] == "Dupont"


def test_no_space_nor_folder_is_called_by_what_is_not_seen(client, agent):
    client.force_login(agent)
    client.post(reverse("space-new"), {"title": "Pa\u202eie\u200b", "access": "open", "modules": ["documents"]})
    space = SpacePage.objects.get()
    assert space.title == "Paie"
    where = reverse("folder-new", args=[space.slug])
    assert client.post(where, {"name": "\u200b"}).status_code == 422
    client.post(where, {"name": "Mod\u202eèles"})
    assert Folder.objects.get().name == "Modèles"


def test_nobody_takes_a_name_that_turns_around_once_they_are_in(client, agent):
    client.force_login(agent)
    said = {name: value for name, value in client.get("/reglages/").context["form"].initial.items() if value}
    seen = {"first_name": "\u202eAwa", "last_name": "Dia\u200bllo", "job_title": "Mai\u202ere", "skills": "pa\u200bie"}
    client.post("/reglages/", {**said, **seen})
    agent.refresh_from_db()
    assert (agent.full_name, agent.job_title, agent.skills) == ("Awa Diallo", "Maire", "paie")
    assert client.post("/reglages/", {**said, "first_name": "\u200b"}).status_code == 422


def test_nothing_in_a_space_is_called_by_what_is_not_seen(client, agent):
    space = make_space(lead=agent)
    client.force_login(agent)
    where, said = space.get_absolute_url(), {"title": "Ta\u202eux", "body": "Bonjour", "client_id": str(uuid4())}
    client.post(f"{where}discussions/nouvelle/", {**said, "kind": "discussion"})
    api = f"/api/v1/spaces/{space.pk}/threads"
    client.post(api, {**said, "client_id": str(uuid4())}, content_type="application/json")
    assert set(Thread.objects.values_list("title", flat=True)) == {"Taux"}
    assert client.post(api, {**said, "title": "\u200b"}, content_type="application/json").status_code == 422
    day = {"day": "2030-11-24", "start": "09:00", "end": "10:00"}
    client.post(f"{where}agenda/nouveau/", {"title": "Ate\u202elier", "place": "Sal\u200ble", **day})
    assert [(event.title, event.place) for event in Event.objects.all()] == [("Atelier", "Salle")]
    document = add_document(author=agent, space=space, upload=upload("a.txt", b"a"))
    client.post(f"/documents/{document.pk}/modifier/", {"title": "A", "tags": "bud\u202eget", "audience": "space"})
    assert document.tag_names == "budget"
    form = LessonForm({"title": "Un\u202ee fois"}, user=agent)
    form.is_valid()
    assert form.cleaned_data["title"] == "Une fois"
