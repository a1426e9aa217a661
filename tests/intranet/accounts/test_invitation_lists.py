"""A referent invites many at once: a list is shown before anything leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from intranet.accounts.actions import invitations
from intranet.accounts.models import Invitation
from tests.factories.people import AgentFactory


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent", first_name="Jeanne", last_name="Morel")


LIST = """Prénom;Nom;adresse;fonction
Awa;Diallo;awa@verlanges.example;Paie
Maël;Fournier;mael@verlanges;État civil
Zoé;Petit;zoe@verlanges.example;
Zoé;Petit;zoe@verlanges.example;"""


def posted(client, commune, people, do="preview", seen=""):
    return client.post(f"/organisations/{commune.slug}/agents/inviter/", {"people": people, "do": do, "seen": seen})


def test_a_list_is_shown_before_anything_leaves(client, referent, commune):
    client.force_login(referent, backend="django.contrib.auth.backends.ModelBackend")
    page = posted(client, commune, LIST)
    assert [bool(line.error) for line in page.context["lines"]] == [False, True, False, True]
    assert "Envoyer 2 invitations" in page.content.decode()
    assert not Invitation.objects.exists()
    seen = page.context["form"].initial["seen"]
    # Changed since it was shown: shown again.
    again = posted(client, commune, LIST + "\nautre@verlanges.example", "send", seen)
    assert not Invitation.objects.exists()
    assert "Envoyer 3 invitations" in again.content.decode()
    sent = posted(client, commune, LIST, "send", seen)
    assert set(Invitation.objects.values_list("email", flat=True)) == {
        "awa@verlanges.example",
        "zoe@verlanges.example",
    }
    # What is to be put right stays.
    assert sent.context["form"].initial["people"] == LIST.splitlines()[2] + "\n" + LIST.splitlines()[4]


def test_a_list_without_a_fault_leads_back_to_the_agents(client, referent, commune):
    client.force_login(referent, backend="django.contrib.auth.backends.ModelBackend")
    seen = posted(client, commune, "awa@verlanges.example").context["form"].initial["seen"]
    answer = posted(client, commune, "awa@verlanges.example", "send", seen)
    assert answer.url == f"/organisations/{commune.slug}/agents/"
    page = client.get(answer.url).content.decode()
    assert "awa@verlanges.example" in page
    row = Invitation.objects.get()
    client.post(f"/organisations/{commune.slug}/invitations/{row.pk}/", {"do": "revoke"})
    assert "awa@verlanges.example" not in client.get(answer.url).content.decode().split("toast")[0]


def test_nobody_writes_to_the_whole_world_in_a_day(client, referent, commune, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_INVITATIONS_A_DAY", 2)
    client.force_login(referent, backend="django.contrib.auth.backends.ModelBackend")
    seen = posted(client, commune, LIST).context["form"].initial["seen"]
    posted(client, commune, LIST, "send", seen)
    more = "lea@verlanges.example"
    seen = posted(client, commune, more).context["form"].initial["seen"]
    refused = posted(client, commune, more, "send", seen)
    assert "reprenez demain" in refused.content.decode()
    assert refused.context["form"].initial["people"] == more
    assert Invitation.objects.count() == 2
    Invitation.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert posted(client, commune, more, "send", seen).status_code == 302
