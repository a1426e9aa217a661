"""Names and titles say what one reads, and nothing that is not seen."""

import pytest
from django.urls import reverse

from intranet.accounts.forms import JoinForm, SignUpForm
from intranet.core.fields import LineField, as_read
from spaces.documents.models import Folder
from spaces.workspaces.models import SpacePage
from tests.factories.people import PASSWORD


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
