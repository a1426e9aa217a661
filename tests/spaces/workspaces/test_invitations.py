"""Inviting by address: the same for everyone, used once, in time, by whom it is for."""

from __future__ import annotations

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from intranet.accounts.models import User
from intranet.notifications.models import Notification
from spaces.workspaces import actions
from spaces.workspaces.actions import invitations
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpaceInvitation, SpacePage
from spaces.workspaces.policies import can_read_space
from tests.factories.people import UserFactory
from tests.factories.places import make_space

ACCOUNT = {"first_name": "Éric", "last_name": "Dalmasso", "password": "un-long-mot-de-passe"}
ACCOUNT["again"] = ACCOUNT["password"]


@pytest.fixture
def space(agent):
    return make_space(access=Access.PRIVATE, lead=agent, title="Atelier")


@pytest.fixture
def link(agent, space, run_jobs, mailoutbox):
    """Invite an address and open the mail it gets."""

    def invite(email="eric@hexalune.example", **values):
        mailoutbox.clear()
        actions.invite(lead=agent, space=space, email=email, **values)
        run_jobs()
        assert mailoutbox[-1].to == [email.lower()]
        return re.search(r"/espaces/invitations/\S+", mailoutbox[-1].body)[0]

    return invite


def long_ago():
    """The mails that left, left a while ago."""
    SpaceInvitation.objects.update(sent_at=timezone.now() - timedelta(minutes=11))


def test_the_answer_is_the_same_whether_the_address_has_an_account(client, agent, space):
    hidden = UserFactory(email="inconnu@hexalune.example")
    client.force_login(agent)
    url, pages = reverse("space-members", args=[space.slug]), []
    for email in (hidden.email, "personne@hexalune.example"):
        sent = {"email": email, "role": "guest", "ends_on": (timezone.localdate() + timedelta(days=9)).isoformat()}
        answer = client.post(url, sent, follow=True)
        text = re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]*"', "", answer.content.decode())
        pages.append(re.sub(r"invitations/\d+/", "", text).replace(email, "…"))
        SpaceInvitation.objects.all().delete()
    assert pages[0] == pages[1]
    # And nobody is in, nor any better seen, until they accept.
    assert not space.memberships.filter(user=hidden).exists()
    assert not User.objects.visible_to(agent).filter(pk=hidden.pk).exists()


def test_a_partner_without_account_opens_one_and_sees_only_that_space(client, agent, space, link):
    make_space(lead=agent, title="Ailleurs")
    url = link(role="guest", ends_on=timezone.localdate() + timedelta(days=30))
    assert "Atelier" in client.get(url).content.decode()
    assert client.post(url, ACCOUNT | {"again": "autre"}).status_code == 422
    assert client.post(url, ACCOUNT).url == space.get_absolute_url()
    partner = User.objects.get(email="eric@hexalune.example")
    assert partner.emailaddress_set.get().verified
    assert client.get(space.get_absolute_url()).status_code == 200
    assert list(SpacePage.objects.visible_to(partner)) == [space]
    held = space.memberships.get(user=partner)
    assert held.role == "guest"
    assert held.ends_on == timezone.localdate() + timedelta(days=30)
    assert Notification.objects.filter(recipient=agent, kind="space.invitation_accepted").exists()
    # Once.
    client.logout()
    assert client.get(url).status_code == 404


def test_an_agent_is_told_under_their_bell_and_answers(client, agent, colleague, space):
    actions.invite(lead=agent, space=space, email=colleague.email.upper())
    invitation = SpaceInvitation.objects.get()
    client.force_login(colleague)
    assert "Atelier" in client.get(reverse("notifications")).content.decode()
    assert not can_read_space(colleague, space)
    url = reverse("space-invitation", args=[invitation.pk])
    assert "Atelier" in client.get(url).content.decode()
    assert client.post(url, {"answer": "accept"}).url == space.get_absolute_url()
    assert space.memberships.get(user=colleague).role == "member"
    assert client.get(url).status_code == 404


def test_an_agent_declines(client, agent, colleague, space):
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    client.force_login(colleague)
    client.post(reverse("space-invitation", args=[invitation.pk]), {"answer": "decline"})
    assert not can_read_space(colleague, space)
    assert not space.invitations.waiting().exists()


def test_an_outsider_is_a_guest_whatever_was_asked(agent, space):
    outsider = UserFactory()
    invitation = actions.invite(lead=agent, space=space, email=outsider.email, role="member")
    actions.accept_invitation(user=outsider, invitation=invitation)
    assert space.memberships.get(user=outsider).role == "guest"


def test_it_is_bound_to_its_address(client, colleague, link, space):
    url = link()
    client.force_login(colleague)
    assert client.get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=SpaceInvitation.objects.get())
    assert client.get(reverse("space-invitation", args=[SpaceInvitation.objects.get().pk])).status_code == 404


def test_who_has_an_account_signs_in_first(client, link):
    UserFactory(email="eric@hexalune.example")
    url = link()
    answer = client.get(url)
    assert answer.url.startswith("/connexion/?next=/espaces/invitations/")
    assert client.post(url, ACCOUNT).status_code == 302
    assert User.objects.filter(email="eric@hexalune.example").count() == 1


@pytest.mark.parametrize("end", ["expired", "revoked", "sent again", "archived", "in the bin"])
def test_a_link_that_holds_no_more_opens_nothing(client, agent, space, link, end):
    url, invitation = link(), SpaceInvitation.objects.get()
    match end:
        case "expired":
            SpaceInvitation.objects.update(expires_at=timezone.now())
        case "revoked":
            actions.revoke_invitation(lead=agent, invitation=invitation)
        case "sent again":
            long_ago()
            actions.resend_invitation(lead=agent, invitation=invitation)
        case "archived":
            actions.archive_space(lead=agent, space=space)
        case "in the bin":
            actions.bin_space(lead=agent, space=space)
    assert client.get(url).status_code == 404
    assert client.post(url, ACCOUNT).status_code == 404
    assert not User.objects.filter(email="eric@hexalune.example").exists()


def test_the_database_does_not_hold_the_key(link):
    key = link().rstrip("/").rpartition("/")[2]
    row = SpaceInvitation.objects.values().get()
    assert key not in str(row)


def test_leads_see_those_that_wait_send_them_again_and_take_them_back(client, agent, space, link, mailoutbox, run_jobs):
    old, invitation = link(), SpaceInvitation.objects.get()
    client.force_login(agent)
    members, manage = (
        reverse("space-members", args=[space.slug]),
        reverse("space-invitation-manage", args=[space.slug, invitation.pk]),
    )
    assert "eric@hexalune.example" in client.get(members).content.decode()
    long_ago()
    client.post(manage, {"do": "resend"})
    run_jobs()
    assert old not in mailoutbox[-1].body
    client.post(manage, {"do": "revoke"})
    assert "eric@hexalune.example" not in client.get(members).content.decode()


def test_a_mail_that_fails_is_tried_again_later(agent, space, monkeypatch, mailoutbox):
    def away(**_message):
        raise SMTPException("not now")

    with monkeypatch.context() as broken:
        broken.setattr("spaces.workspaces.actions.invitations.send_mail", away)
        invitation = actions.invite(lead=agent, space=space, email="eric@hexalune.example")
        assert actions.send_invitations() == 0
    invitation.refresh_from_db()
    assert invitation.last_error == "not now"
    assert actions.send_invitations() == 0
    SpaceInvitation.objects.update(next_attempt_at=timezone.now())
    assert actions.send_invitations() == 1
    assert actions.send_invitations() == 0
    assert len(mailoutbox) == 1


def test_inviting_twice_is_once(agent, space, run_jobs, mailoutbox):
    for _turn in range(2):
        actions.invite(lead=agent, space=space, email="eric@hexalune.example")
    run_jobs()
    assert SpaceInvitation.objects.count() == len(mailoutbox) == 1


def test_an_agent_of_another_commune_reads_what_they_are_invited_to(agent, colleague, commune):
    space = make_space(access=Access.ORGANISATIONS, organisations=[commune], lead=agent)
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    actions.accept_invitation(user=colleague, invitation=invitation)
    assert can_read_space(colleague, space)


def test_one_mail_that_cannot_be_made_keeps_no_other_waiting(agent, space, monkeypatch, mailoutbox):
    for name in ("eric", "lina"):
        actions.invite(lead=agent, space=space, email=f"{name}@hexalune.example")
    send, tried = invitations.send_mail, []

    def first_fails(**message):
        tried.append(message)
        if len(tried) == 1:
            raise ValueError("Invalid address")
        # The mail server is not spoken to while others wait for the transaction.
        assert len(connection.savepoint_ids) == outside
        send(**message)

    outside = len(connection.savepoint_ids)
    monkeypatch.setattr(invitations, "send_mail", first_fails)
    assert actions.send_invitations() == 1
    assert len(mailoutbox) == 1
    assert sorted(SpaceInvitation.objects.values_list("status", flat=True)) == ["sent", "waiting"]


def test_one_sent_again_while_its_mail_is_on_its_way_leaves_with_its_new_link(agent, space, monkeypatch, mailoutbox):
    invitation = actions.invite(lead=agent, space=space, email="eric@hexalune.example")
    make, made = invitations._mail, []

    def asked_again_meanwhile(row):
        made.append(row.key)
        if len(made) == 1:
            actions.resend_invitation(lead=agent, invitation=invitation)
        make(row)

    monkeypatch.setattr(invitations, "_mail", asked_again_meanwhile)
    assert actions.send_invitations() == 2
    first, second = made
    assert first in mailoutbox[0].body
    assert second in mailoutbox[1].body
    invitation.refresh_from_db()
    assert (invitation.status, invitation.key_digest) == ("sent", SpaceInvitation.digest_of(second))


def test_one_taken_back_at_the_very_moment_it_is_accepted_lets_nobody_in(agent, colleague, monkeypatch):
    space = make_space(access=Access.PRIVATE, lead=agent)
    invitation = actions.invite(lead=agent, space=space, email=colleague.email)
    # As the rule was answered just before.
    monkeypatch.setattr(invitations, "can_answer_invitation", lambda user, asked: True)
    actions.revoke_invitation(lead=agent, invitation=invitation)
    with pytest.raises(PermissionDenied):
        actions.accept_invitation(user=colleague, invitation=invitation)
    assert not space.memberships.filter(user=colleague).exists()


def test_invitations_that_were_over_long_ago_go_and_the_others_stay(agent, settings):
    settings.INVITATION_KEEP_MONTHS = 12
    space, now = make_space(lead=agent), timezone.now()
    old, recent = now - timedelta(days=370), now - timedelta(days=360)
    rows = [(old, None), (recent, None), (old, old), (old, recent), (now + timedelta(days=1), None)]
    for n, (expires_at, closed_at) in enumerate(rows):
        SpaceInvitation.objects.create(
            space=space, email=f"n{n}@ailleurs.example", expires_at=expires_at, closed_at=closed_at
        )
    assert actions.purge_invitations() == 2
    assert set(SpaceInvitation.objects.values_list("email", flat=True)) == {
        "n1@ailleurs.example",
        "n3@ailleurs.example",
        "n4@ailleurs.example",
    }


@pytest.mark.parametrize("again", [{"do": "resend"}, {"email": "eric@hexalune.example", "role": "member"}])
def test_nobody_is_written_to_twice_within_ten_minutes_and_the_link_that_left_stays_good(
    client, agent, space, link, mailoutbox, run_jobs, again
):
    url, invitation = link(), SpaceInvitation.objects.get()
    client.force_login(agent)
    at = reverse("space-members", args=[space.slug])
    if "do" in again:
        at = reverse("space-invitation-manage", args=[space.slug, invitation.pk])
    assert "vient de partir" in client.post(at, again, follow=True).content.decode()
    run_jobs()
    assert len(mailoutbox) == 1
    client.logout()
    assert client.get(url).status_code == 200
    long_ago()
    client.force_login(agent)
    client.post(at, again)
    run_jobs()
    assert len(mailoutbox) == 2
    client.logout()
    assert client.get(url).status_code == 404


def test_sending_again_what_waits_to_leave_is_refused(agent, space):
    invitation = actions.invite(lead=agent, space=space, email="eric@hexalune.example")
    with pytest.raises(ValidationError, match="vient de partir"):
        actions.resend_invitation(lead=agent, invitation=invitation)
