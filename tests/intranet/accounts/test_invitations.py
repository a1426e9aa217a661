"""A referent invites; the mailed link, and nothing else, opens the door, once."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from intranet.accounts import actions
from intranet.accounts.actions import Invited, invitations
from intranet.accounts.models import Invitation, User
from intranet.audit.models import Entry
from intranet.notifications.models import Notification
from tests.factories.entry import make_invitation
from tests.factories.people import PASSWORD, AgentFactory, UserFactory

LINK = re.compile(r"http://127\.0\.0\.1:8000(/invitation/\S+/)")
JOINED = {"first_name": "Awa", "last_name": "Diallo", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def referent(commune):
    return AgentFactory(commune, role="referent", first_name="Jeanne", last_name="Morel")


def invited(referent, commune, email="awa@verlanges.example", **fields):
    (made,) = actions.invite(by=referent, organisation=commune, people=[Invited(email, **fields)])
    return made


def mailed_link(run_jobs):
    run_jobs()
    return LINK.search(mail.outbox[-1].body)[1]


def test_an_invited_person_enters_by_the_mailed_link_and_is_an_agent(client, referent, commune, run_jobs):
    invited(referent, commune, first_name="Awa", last_name="Dialo", job_title="Paie")
    assert mail.outbox == []
    link = mailed_link(run_jobs)
    assert mail.outbox[0].to == ["awa@verlanges.example"]
    assert "Jeanne Morel" in mail.outbox[0].body
    page = client.get(link)
    assert 'value="Dialo"' in page.content.decode()
    answer = client.post(link, {**JOINED, "job_title": "Gestionnaire de paie"})
    assert answer.url == "/"
    user = User.objects.get(email="awa@verlanges.example")
    assert client.get("/").status_code == 200
    assert (user.full_name, user.is_agent, user.primary_organisation) == ("Awa Diallo", True, commune)
    assert user.emailaddress_set.get().verified
    records = {"invitation.sent", "invitation.accepted", "account.opened", "membership.begun"}
    assert records <= set(Entry.objects.values_list("action", flat=True))
    assert Notification.objects.get(recipient=referent).kind == "membership.begun"


def test_a_link_serves_once(client, referent, commune, run_jobs):
    invited(referent, commune)
    link = mailed_link(run_jobs)
    client.post(link, JOINED)
    client.logout()
    assert client.get(link).status_code == 404
    assert client.post(link, JOINED).status_code == 404
    assert User.objects.filter(email="awa@verlanges.example").count() == 1


def test_what_is_kept_is_not_what_opens(referent, commune, run_jobs):
    invitation = invited(referent, commune)
    link = mailed_link(run_jobs)
    invitation.refresh_from_db()
    token = link.rstrip("/").rpartition("/")[2]
    assert token not in str({field.name: getattr(invitation, field.name) for field in Invitation._meta.fields})
    assert actions.open_invitation(invitation.token_digest) is None
    assert actions.open_invitation(token) == invitation
    assert actions.open_invitation("") is None


@pytest.mark.parametrize("why", ["expired", "revoked", "resent"])
def test_a_link_that_is_over_says_the_same_as_one_that_never_was(client, referent, commune, run_jobs, why):
    invitation = invited(referent, commune)
    link = mailed_link(run_jobs)
    if why == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif why == "revoked":
        actions.revoke_invitation(by=referent, invitation=invitation)
    else:
        Invitation.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
        actions.resend_invitation(by=referent, invitation=invitation)
        run_jobs()
    over, never = client.get(link), client.get("/invitation/jamais-envoyee/")
    assert (over.status_code, over.content) == (404, never.content)
    assert client.post(link, JOINED).status_code == 404
    if why == "resent":
        assert client.get(mailed_link(run_jobs)).status_code == 200


def test_a_weak_password_is_refused_and_what_was_typed_stays(client, referent, commune, run_jobs):
    invited(referent, commune)
    page = client.post(mailed_link(run_jobs), {**JOINED, "password1": "court", "password2": "court"})
    assert page.status_code == 422
    assert 'value="Awa"' in page.content.decode()
    assert page.context["form"].errors["password1"]
    assert not User.objects.filter(email="awa@verlanges.example").exists()


def test_who_has_an_account_signs_in_and_accepts(client, referent, commune, colleague, run_jobs):
    invited(referent, commune, email=colleague.email)
    link = mailed_link(run_jobs)
    assert client.get(link).url == f"/connexion/?next={link}"
    assert client.post(link, JOINED).url == f"/connexion/?next={link}"
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(link).status_code == 200
    assert not colleague.memberships.filter(organisation=commune).exists()
    assert client.post(link).url == "/"
    added = colleague.memberships.get(organisation=commune)
    # Their first organisation stays the principal one.
    assert not added.is_primary
    assert colleague.memberships.active().count() == 2


def test_nobody_accepts_in_another_s_place(client, referent, commune, colleague, run_jobs):
    invited(referent, commune)
    link = mailed_link(run_jobs)
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(link).status_code == 403
    assert client.post(link).status_code == 403
    assert not colleague.memberships.filter(organisation=commune).exists()
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=Invitation.objects.get())


def test_an_address_that_was_added_and_not_proved_accepts_nothing(referent, commune, colleague):
    invitation = invited(referent, commune)
    colleague.emailaddress_set.create(email="awa@verlanges.example", verified=False)
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=invitation)


def test_who_had_left_comes_back_to_their_account(client, referent, commune, run_jobs):
    gone = UserFactory(email="awa@verlanges.example", first_name="Awa", last_name="Diallo", left_note="Corvelles")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    invited(referent, commune)
    client.post(mailed_link(run_jobs), JOINED)
    back = User.objects.get(email="awa@verlanges.example")
    assert (back.pk, back.is_active, back.full_name) == (gone.pk, True, "Awa Diallo")
    assert back.is_agent


def test_an_account_made_meanwhile_is_not_taken_over(referent, commune):
    invitation = make_invitation(commune, "awa@verlanges.example", token="jeton")
    UserFactory(email="awa@verlanges.example")
    with pytest.raises(ValidationError):
        actions.join_by_invitation(invitation=invitation, fields={"first_name": "X"}, password=PASSWORD)


def test_inviting_twice_is_once_and_an_expired_one_goes_again(referent, commune, run_jobs):
    invitation = invited(referent, commune)
    assert actions.invite(by=referent, organisation=commune, people=[Invited("AWA@verlanges.example")]) == []
    Invitation.objects.update(expires_at=timezone.now())
    (again,) = actions.invite(by=referent, organisation=commune, people=[Invited("awa@verlanges.example")])
    assert again.pk == invitation.pk
    assert again.is_open


def test_a_referent_invites_for_their_own_organisation_alone(referent, agent, neighbour, commune):
    for by, organisation in ((referent, neighbour), (agent, commune)):
        with pytest.raises(PermissionDenied):
            actions.invite(by=by, organisation=organisation, people=[Invited("awa@verlanges.example")])
    assert not Invitation.objects.exists()


def test_a_mail_that_fails_goes_again_later_and_then_gives_up(referent, commune, monkeypatch):
    invited(referent, commune)

    def refused(*args, **kwargs):
        raise SMTPException("plus tard")

    monkeypatch.setattr("intranet.accounts.actions.invitations.send_mail", refused)
    assert actions.send_invitations() == 0
    assert actions.send_invitations() == 0
    row = Invitation.objects.get()
    assert (row.attempts, row.status, row.last_error) == (1, "waiting", "plus tard")
    for _attempt in range(7):
        Invitation.objects.update(next_attempt_at=timezone.now())
        actions.send_invitations()
    row.refresh_from_db()
    assert (row.attempts, row.status) == (8, "failed")


def test_one_revoked_before_the_mail_left_sends_none(referent, commune, run_jobs):
    actions.revoke_invitation(by=referent, invitation=invited(referent, commune))
    run_jobs()
    assert mail.outbox == []


def test_one_mail_that_cannot_be_made_keeps_no_other_waiting(referent, commune, monkeypatch, mailoutbox):
    people = [Invited(email=f"{name}@exemple.example") for name in ("eric", "lina")]
    actions.invite(by=referent, organisation=commune, people=people)
    make, tried = invitations._mail, []

    def first_fails(invitation):
        tried.append(invitation)
        if len(tried) == 1:
            raise ValueError("Invalid address")
        make(invitation)

    monkeypatch.setattr(invitations, "_mail", first_fails)
    assert actions.send_invitations() == 1
    assert len(mailoutbox) == 1


def test_sending_again_what_has_just_left_is_refused_and_its_link_stays_good(client, referent, commune, run_jobs):
    invitation = invited(referent, commune)
    client.force_login(referent, backend="django.contrib.auth.backends.ModelBackend")
    at = f"/organisations/{commune.slug}/invitations/{invitation.pk}/"
    waiting = client.post(at, {"do": "resend"}, follow=True)
    assert "vient de partir" in waiting.content.decode()
    link = mailed_link(run_jobs)
    assert "vient de partir" in client.post(at, {"do": "resend"}, follow=True).content.decode()
    run_jobs()
    client.logout()
    assert client.get(link).status_code == 200


def test_invitations_that_were_over_long_ago_go_and_the_others_stay(referent, commune, settings):
    settings.INVITATION_KEEP_MONTHS = 12
    now = timezone.now()
    old, recent = now - timedelta(days=370), now - timedelta(days=360)
    for n, (moment, name) in enumerate(
        (moment, name) for moment in (old, recent) for name in ("accepted_at", "revoked_at", "expires_at")
    ):
        make_invitation(commune, f"n{n}@exemple.example", **{name: moment})
    make_invitation(commune, "ouverte@exemple.example")
    # Accepted lately, though its time was over long ago.
    make_invitation(commune, "tard@exemple.example", expires_at=old, accepted_at=recent)
    assert actions.purge_invitations() == 3
    assert actions.purge_invitations() == 0
    assert Invitation.objects.count() == 5


def test_a_name_of_two_lines_keeps_no_mail_from_leaving(referent, commune, run_jobs):
    commune.name = "Ville de\nVerlanges"
    commune.save()
    invited(referent, commune)
    run_jobs()
    assert mail.outbox[0].subject == "[Parvis] Ville de Verlanges vous invite"


def test_who_follows_again_the_link_they_came_in_by_is_led_home_and_others_are_not(
    client, referent, commune, colleague, run_jobs
):
    invited(referent, commune, first_name="Awa", last_name="Diallo")
    link = mailed_link(run_jobs)
    client.post(link, JOINED)
    assert client.get(link).url == "/"
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(link).status_code == 404


def test_a_mail_greets_by_the_name_and_never_by_the_address(referent, commune, run_jobs):
    invited(referent, commune, "lea@verlanges.example")
    invited(referent, commune, "awa@verlanges.example", first_name="Awa", last_name="Diallo")
    run_jobs()
    greetings = {sent.to[0]: sent.body.strip().splitlines()[0] for sent in mail.outbox}
    assert greetings == {"lea@verlanges.example": "Bonjour,", "awa@verlanges.example": "Bonjour Awa Diallo,"}


def test_who_waits_and_follows_a_link_that_is_over_is_not_told_to_do_without(client, commune):
    make_invitation(commune, token="trop-tard", expires_at=timezone.now() - timedelta(days=1))
    told = {}
    for person in (UserFactory(), AgentFactory(commune)):
        client.force_login(person)
        told[person] = "vous n’en avez pas besoin" in client.get("/invitation/trop-tard/").content.decode()
    assert list(told.values()) == [False, True]
