"""Without an invitation: an account that belongs nowhere opens nothing until a domain or a referent attaches it."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.models import AttachmentRequest, Membership, User
from intranet.audit.models import Entry
from intranet.notifications.actions import send_waiting
from intranet.notifications.models import Notification
from intranet.organisations.models import MailDomain, Organisation
from tests.factories.entry import make_invitation, make_move, make_request
from tests.factories.people import PASSWORD, AgentFactory, UserFactory, editor
from tests.factories.places import OrganisationFactory, make_space

FORM = {"first_name": "Yann", "last_name": "Kerbrat", "password1": PASSWORD, "password2": PASSWORD}
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent", first_name="Jeanne", last_name="Morel")


@pytest.fixture
def pending(db):
    return UserFactory(first_name="Yann", last_name="Kerbrat")


def fresh(user):
    return User.objects.get(pk=user.pk)


def sign_up(client, email):
    page = client.post("/inscription/", {**FORM, "email": email}, follow=True)
    actions.send_letters()
    return page


def prove(client):
    """Follow the link of the last mail and confirm."""
    link = re.search(r"http://[^/]+(/compte/adresse/\S+/)", mail.outbox[-1].body)[1]
    return client.post(link)


def test_who_signs_up_proves_their_address_and_then_waits(client, commune):
    sign_up(client, "yann@ailleurs.example")
    user = User.objects.get(email="yann@ailleurs.example")
    assert user.full_name == "Yann Kerbrat"
    assert "_auth_user_id" not in client.session
    prove(client)
    assert EmailAddress.objects.get(user=user).verified
    assert not user.memberships.exists()
    client.force_login(user, backend=BACKEND)
    assert client.get("/").url == "/en-attente/"
    page = client.get("/en-attente/").content.decode()
    assert "Où travaillez-vous" in page
    assert client.get("/annuaire/").status_code == 404
    assert client.get("/organisations/").context["organisations"].count() == 0
    assert Entry.objects.filter(action="account.opened", object_id=str(user.pk)).exists()


def test_signing_up_tells_nobody_whether_an_address_is_known(client, agent):
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    known, unknown = sign_up(client, agent.email), sign_up(client, "inconnue@ailleurs.example")
    assert known.redirect_chain == unknown.redirect_chain
    # But for the address that was typed.
    pages = [
        page.content.decode().replace(email, "")
        for page, email in ((known, agent.email), (unknown, "inconnue@ailleurs.example"))
    ]
    assert pages[0] == pages[1]
    assert User.objects.filter(email=agent.email).count() == 1
    assert mail.outbox[0].to == [agent.email]


def test_a_verified_domain_attaches_who_proves_an_address_of_it(client, commune, referent):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example", verified_at=timezone.now())
    sign_up(client, "yann@verlanges.example")
    user = User.objects.get(email="yann@verlanges.example")
    assert not user.memberships.exists()
    prove(client)
    assert fresh(user).organisations == [commune]
    assert Notification.objects.get(recipient=referent).kind == "membership.begun"


@pytest.mark.parametrize("domain", ["sous.verlanges.example", "averlanges.example", "verlanges.example.autre.example"])
def test_a_domain_is_exact(commune, domain):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example", verified_at=timezone.now())
    user = UserFactory(email=f"yann@{domain}")
    assert actions.place_newcomer(address=EmailAddress(user=user, email=user.email, verified=True)) is None


def test_a_domain_that_nobody_verified_attaches_nobody_and_makes_no_organisation(commune):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example")
    for domain in ("verlanges.example", "jamais-vue.example"):
        user = UserFactory(email=f"yann@{domain}")
        assert actions.place_newcomer(address=EmailAddress(user=user, email=user.email, verified=True)) is None
    assert Organisation.objects.count() == 1


def test_a_domain_does_not_bring_back_who_left(commune):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example", verified_at=timezone.now())
    user = UserFactory(email="yann@verlanges.example")
    Membership.objects.create(user=user, organisation=commune, ended_on=timezone.localdate())
    assert actions.place_newcomer(address=EmailAddress(user=user, email=user.email, verified=True)) is None
    assert not fresh(user).is_agent


def test_an_invitation_comes_before_a_domain(commune, neighbour):
    MailDomain.objects.create(organisation=commune, domain="verlanges.example", verified_at=timezone.now())
    make_invitation(neighbour, "yann@verlanges.example")
    user = UserFactory(email="yann@verlanges.example")
    address = EmailAddress.objects.create(user=user, email=user.email, verified=True)
    assert actions.place_newcomer(address=address).organisation == neighbour
    assert fresh(user).organisations == [neighbour]


def test_a_pending_person_asks_and_the_referents_are_told(client, commune, referent, pending):
    client.force_login(pending, backend=BACKEND)
    client.post("/rattachement/", {"organisation": commune.pk, "message": "Service des sports"})
    page = client.get("/en-attente/").content.decode()
    assert "Jeanne Morel" in page
    asked = AttachmentRequest.objects.get()
    told = Notification.objects.get(recipient=referent)
    assert (told.kind, told.about) == ("attachment.asked", asked)
    # Twice is once; another organisation takes the place of the first.
    client.post("/rattachement/", {"organisation": commune.pk})
    other = OrganisationFactory()
    client.post("/rattachement/", {"organisation": other.pk})
    assert AttachmentRequest.objects.waiting().get().organisation == other
    assert AttachmentRequest.objects.count() == 2


def test_an_organisation_without_a_referent_is_answered_for_by_editors(commune, pending):
    someone = editor(organisation=OrganisationFactory())
    actions.ask_attachment(user=pending, organisation=commune)
    assert Notification.objects.get().recipient == someone


def test_a_partner_cannot_be_asked(pending):
    with pytest.raises(ValidationError):
        actions.ask_attachment(user=pending, organisation=OrganisationFactory(in_pool=False))


def test_an_agent_asks_nothing(agent, neighbour):
    with pytest.raises(PermissionDenied):
        actions.ask_attachment(user=agent, organisation=neighbour)


def answered(client, commune, asked, answer, word=""):
    return client.post(f"/organisations/{commune.slug}/demandes/{asked.pk}/", {"answer": answer, "word": word})


def test_a_referent_accepts_and_everything_opens_at_once(client, commune, referent, pending):
    asked = actions.ask_attachment(user=pending, organisation=commune)
    client.force_login(referent, backend=BACKEND)
    assert "Yann Kerbrat" in client.get(f"/organisations/{commune.slug}/agents/").content.decode()
    answered(client, commune, asked, "accept")
    assert fresh(pending).organisations == [commune]
    client.force_login(pending, backend=BACKEND)
    assert client.get("/").status_code == 200
    send_waiting()
    assert mail.outbox[-1].to == [pending.email]
    assert Entry.objects.filter(action="attachment.accepted", actor_id=referent.pk).exists()


def test_a_refusal_is_mailed_with_its_word_and_opens_nothing(client, commune, referent, pending):
    asked = actions.ask_attachment(user=pending, organisation=commune)
    client.force_login(referent, backend=BACKEND)
    answered(client, commune, asked, "refuse", "Je ne vous connais pas : passez me voir.")
    assert not fresh(pending).is_agent
    send_waiting()
    assert "passez me voir" in mail.outbox[-1].body
    client.force_login(pending, backend=BACKEND)
    assert "passez me voir" in client.get("/en-attente/").content.decode()
    # Answered once.
    actions.answer_attachment(by=referent, request=asked, accept=True)
    assert not fresh(pending).is_agent


def test_a_referent_answers_for_their_own_organisation_alone(client, commune, neighbour, referent, pending):
    asked = make_request(pending, neighbour)
    client.force_login(referent, backend=BACKEND)
    assert answered(client, neighbour, asked, "accept").status_code == 403
    # By the address of their own, with the id of the other's.
    assert answered(client, commune, asked, "accept").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.answer_attachment(by=referent, request=asked, accept=True)
    assert not fresh(pending).is_agent


def test_who_asks_too_often_is_told_and_the_last_request_and_what_was_typed_stay(client, db):
    places = [OrganisationFactory() for _turn in range(6)]
    pending = UserFactory()
    client.force_login(pending, backend="django.contrib.auth.backends.ModelBackend")
    for place in places[:5]:
        client.post("/rattachement/", {"organisation": place.pk})
    page = client.post("/rattachement/", {"organisation": places[5].pk, "message": "C’est moi."}, follow=True)
    body = page.content.decode()
    assert "la dernière tient toujours" in body
    assert "C’est moi." in body
    assert f'<option value="{places[5].pk}" selected' in body
    assert AttachmentRequest.objects.waiting().get().organisation == places[4]
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        client.post("/rattachement/", {"organisation": places[5].pk})
        assert AttachmentRequest.objects.waiting().get().organisation == places[5]


def test_a_request_without_an_organisation_says_so_beside_the_field_and_keeps_the_word(client, pending, commune):
    client.force_login(pending, backend=BACKEND)
    page = client.post("/rattachement/", {"organisation": "", "message": "Je suis au service des eaux"})
    assert page.status_code == 422
    words = page.content.decode()
    assert "Je suis au service des eaux" in words
    assert 'id="id_organisation_error"' in words
    assert not AttachmentRequest.objects.exists()


@pytest.mark.parametrize(("answer", "words"), [("accept", "C’est accepté pour"), ("refuse", "C’est refusé pour")])
def test_a_referent_reads_what_they_answered_and_to_whom(client, pending, commune, referent, answer, words):
    asked = make_request(pending, commune)
    client.force_login(referent, backend=BACKEND)
    address = f"/organisations/{commune.slug}/demandes/{asked.pk}/"
    page = client.post(address, {"answer": answer}, follow=True).content.decode()
    assert f"{words} {pending.full_name}" in page


def test_the_request_of_a_closed_account_is_refused_with_a_word_and_not_accepted(commune, referent, pending):
    asked = make_request(pending, commune)
    actions.close_account(by=None, user=pending)
    with pytest.raises(ValidationError, match="ne peut plus être acceptée"):
        actions.answer_attachment(by=referent, request=asked, accept=True)
    assert not Membership.objects.filter(user=pending).exists()
    actions.answer_attachment(by=referent, request=asked, accept=False)
    assert AttachmentRequest.objects.get().accepted is False


def test_a_partner_is_sent_to_their_spaces_and_who_is_one_no_more_waits(client, commune, agent, pending):
    space = make_space(access="private", lead=agent, guests=[pending])
    client.force_login(pending, backend=BACKEND)
    for page in ("/", "/en-attente/"):
        assert client.get(page, follow=True).redirect_chain[-1][0] == "/espaces/"
    # Who is an agent as well says so, and reads there what is answered.
    client.post("/rattachement/", {"organisation": commune.pk})
    assert "Verlanges" in client.get("/en-attente/").content.decode()
    AttachmentRequest.objects.all().delete()
    space.memberships.filter(user=pending).update(ends_on=timezone.localdate())
    assert client.get("/").url == "/en-attente/"
    assert client.get("/en-attente/").status_code == 200


def test_a_referent_reads_on_the_home_page_how_many_wait_at_each_of_their_communes(
    client, referent, commune, neighbour
):
    client.force_login(referent)
    assert "votre réponse" not in client.get("/").content.decode()
    make_request(UserFactory(), commune)
    make_request(UserFactory(), commune, answered_at=timezone.now(), accepted=False)
    make_request(UserFactory(), neighbour)
    assert f"{commune} : 1 personne attend votre réponse." in client.get("/").content.decode()
    make_move(AgentFactory(neighbour), commune)
    page = client.get("/").content.decode()
    assert f"{commune} : 2 personnes attendent votre réponse." in page
    assert f"/organisations/{commune.slug}/agents/" in page
    client.force_login(AgentFactory(commune))
    assert "votre réponse" not in client.get("/").content.decode()


def test_an_administrator_of_no_organisation_reads_what_is_open_to_them(client, db):
    client.force_login(UserFactory(is_superuser=True))
    page = client.get("/en-attente/").content.decode()
    assert "Vous administrez Parvis" in page
    assert 'href="/journal/"' in page
    client.force_login(UserFactory())
    assert "Vous administrez Parvis" not in client.get("/en-attente/").content.decode()
