"""Mails of sign-in: they leave after the request, and what they hold is nowhere but in them."""

import re
from datetime import timedelta
from smtplib import SMTPException

import pytest
import time_machine
from cryptography.fernet import InvalidToken
from django.core import mail
from django.db import connection

from intranet.accounts import actions
from intranet.accounts.actions import letters
from intranet.accounts.models import Letter

ADDRESS = "/compte/mot-de-passe/oublie/"


@pytest.fixture
def forgetful(agent):
    agent.emailaddress_set.create(email=agent.email, verified=True, primary=True)
    return agent


def test_a_reset_leaves_with_the_worker_and_nothing_of_it_is_kept(client, forgetful, run_jobs):
    assert client.post(ADDRESS, {"email": forgetful.email}).status_code == 302
    assert mail.outbox == []
    run_jobs()
    [sent] = mail.outbox
    assert sent.to == [forgetful.email]
    link = re.search(r"https?://[^/]+(/compte/\S+)", sent.body)[1]
    assert client.get(link, follow=True).status_code == 200
    assert not Letter.objects.exists()


def test_what_waits_is_sealed(client, forgetful, run_jobs, settings):
    client.post(ADDRESS, {"email": forgetful.email})
    row = Letter.objects.values().get()
    run_jobs()
    link = re.search(r"/compte/mot-de-passe/oublie/(\S+)/", mail.outbox[0].body)[1]
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM accounts_letter")
        assert cursor.fetchone() == (0,)
    assert link not in str(row)
    assert "oublie" not in str(row)
    letter = Letter(**row)
    assert link in letter.opened()[1]
    settings.SECRET_KEY = "une autre"
    with pytest.raises(InvalidToken):
        letter.opened()


def test_a_mail_server_that_is_away_fails_no_request_and_the_mail_leaves_later(
    client, forgetful, run_jobs, monkeypatch
):
    def away(**kwargs):
        raise SMTPException("away")

    with monkeypatch.context() as patch:
        patch.setattr(letters, "send_mail", away)
        assert client.post(ADDRESS, {"email": forgetful.email}).status_code == 302
        run_jobs()
        assert Letter.objects.get().last_error == "away"
    Letter.objects.get().wait_anew()
    Letter.objects.update(next_attempt_at=Letter.objects.get().created_at)
    assert actions.send_letters() == 1
    assert not Letter.objects.exists()
    assert len(mail.outbox) == 1


def test_a_mail_that_could_not_leave_in_time_goes_with_its_link(client, forgetful):
    client.post(ADDRESS, {"email": forgetful.email})
    began = Letter.objects.get().created_at
    with time_machine.travel(began + letters.KEPT - timedelta(minutes=1), tick=False):
        Letter.objects.update(next_attempt_at=began + letters.KEPT)
        assert actions.send_letters() == 0
        assert Letter.objects.exists()
    with time_machine.travel(began + letters.KEPT + timedelta(minutes=1), tick=False):
        assert actions.send_letters() == 0
    assert not Letter.objects.exists()
    assert mail.outbox == []


def test_an_address_without_an_account_is_written_to_in_the_same_way(client, forgetful):
    for address in (forgetful.email, "personne@ailleurs.example"):
        assert client.post(ADDRESS, {"email": address}).status_code == 302
    assert set(Letter.objects.values_list("email", flat=True)) == {forgetful.email, "personne@ailleurs.example"}
