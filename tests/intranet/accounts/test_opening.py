"""Whose account opens by a mailed link, and what it brings back: the address is proved, nothing more."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.models import Invitation, User
from intranet.audit.models import Entry
from tests.factories.entry import make_invitation
from tests.factories.people import PASSWORD, AgentFactory, UserFactory, editor

NAMES = {"first_name": "Awa", "last_name": "Diallo"}
JOINED = {**NAMES, "password1": PASSWORD, "password2": PASSWORD}


def test_an_account_that_is_opened_again_has_lost_its_roles(commune, neighbour):
    gone = editor(organisation=commune, email="awa@verlanges.example", is_superuser=True)
    leave = {"membership": gone.memberships.get(), "on": timezone.localdate()}
    actions.end_membership(by=AgentFactory(commune, role="referent"), **leave)
    invitation = make_invitation(neighbour, gone.email)
    back = actions.join_by_invitation(invitation=invitation, fields=NAMES, password=PASSWORD)
    assert back.is_agent
    assert not back.is_editor
    assert not back.is_superuser
    assert set(Entry.objects.filter(action="role.taken").values_list("object_id", flat=True)) == {str(gone.pk)}


def test_an_account_that_the_administrators_closed_is_not_opened_by_a_referent(client, commune, neighbour):
    closed = AgentFactory(commune)
    actions.close_account(by=UserFactory(is_superuser=True), user=closed)
    make_invitation(neighbour, closed.email, token="jeton")
    page = client.post("/invitation/jeton/", JOINED)
    assert page.status_code == 422
    assert "fermé" in page.content.decode()
    assert not User.objects.get(pk=closed.pk).is_active


def test_who_is_invited_at_their_second_address_signs_in_and_accepts(client, commune, colleague):
    colleague.emailaddress_set.create(email=colleague.email, verified=True, primary=True)
    colleague.emailaddress_set.create(email="mael@verlanges.example", verified=True)
    make_invitation(commune, "mael@verlanges.example", token="jeton")
    assert client.post("/invitation/jeton/", JOINED)["Location"].startswith("/connexion/")
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/invitation/jeton/")
    assert commune in User.objects.get(pk=colleague.pk).organisations


def test_whoever_signs_up_with_another_s_address_keeps_nobody_out(client, commune):
    squatter = UserFactory(email="awa@verlanges.example", first_name="Pas", last_name="Elle", password="le-sien-à-lui")
    squatter.emailaddress_set.create(email=squatter.email, verified=False, primary=True)
    make_invitation(commune, squatter.email, token="jeton")
    assert client.post("/invitation/jeton/", JOINED)["Location"] == "/"
    mine = User.objects.get(email="awa@verlanges.example")
    assert mine.full_name == "Awa Diallo"
    assert mine.emailaddress_set.get().verified
    assert mine.check_password(PASSWORD)


@pytest.mark.parametrize(
    "over",
    [{"accepted_at": timezone.now()}, {"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(1)}],
    ids=["used", "taken back", "expired"],
)
def test_an_invitation_that_is_over_when_the_answer_comes_opens_nothing(commune, colleague, over):
    known, new = make_invitation(commune, colleague.email), make_invitation(commune, "awa@verlanges.example")
    Invitation.objects.update(**over)
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=known)
    with pytest.raises(ValidationError):
        actions.join_by_invitation(invitation=new, fields=NAMES, password=PASSWORD)
    assert not User.objects.filter(email=new.email).exists()
    assert commune not in User.objects.get(pk=colleague.pk).organisations


def test_nobody_else_keeps_the_address_of_an_account_that_opens(commune, colleague):
    gone, address = AgentFactory(commune, is_active=False), "awa@verlanges.example"
    for person, proved in ((colleague, False), (gone, True)):
        person.emailaddress_set.create(email=address, verified=proved)
    mine = actions.join_by_invitation(invitation=make_invitation(commune, address), fields=NAMES, password=PASSWORD)
    assert mine.emailaddress_set.get().verified
    assert not colleague.emailaddress_set.filter(email=address).exists()
    assert not gone.emailaddress_set.filter(email=address).exists()
