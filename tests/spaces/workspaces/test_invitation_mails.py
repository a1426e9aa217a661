"""The mails of invitations into a space: each leaves once, with the link that holds."""

from smtplib import SMTPException

import pytest
from django.db import connection
from django.utils import timezone

from spaces.workspaces import actions
from spaces.workspaces.actions import invitations
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpaceInvitation
from tests.factories.places import make_space


@pytest.fixture
def space(agent):
    return make_space(access=Access.PRIVATE, lead=agent, title="Atelier")


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
