"""Mails that leave: once, later when they cannot, and never of what may no longer be seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.utils import timezone

from intranet.notifications import actions
from intranet.notifications.constants import DeliveryStatus
from intranet.notifications.models import Delivery, Notification
from spaces.discussions.actions import delete_message, open_thread, post_message
from spaces.workspaces.actions import remove_member
from spaces.workspaces.constants import Access
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def mention(agent, colleague):
    """`agent` names `colleague` in a private space."""
    space = make_space(access=Access.PRIVATE, title="Atelier", lead=agent, members=[colleague])
    thread = open_thread(author=agent, space=space, title="Paie à blanc", body="Bonjour", client_id=uuid4())
    body = f"@{colleague.slug} qu'en dites-vous ?"
    message, _new = post_message(author=agent, thread=thread, body=body, client_id=uuid4())
    return message


def test_a_mention_leaves_by_mail_once_when_the_worker_runs(mention, colleague, run_jobs):
    assert mail.outbox == []
    run_jobs()
    run_jobs()
    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([colleague.email], "[Parvis] Awa Diallo vous mentionne dans « Paie à blanc »")
    ]
    sent = mail.outbox[0]
    assert mention.get_absolute_url() in sent.body
    assert Delivery.objects.get().status == DeliveryStatus.SENT


def test_a_mail_that_fails_is_tried_again_later_and_says_why(mention, settings):
    settings.EMAIL_BACKEND = "tests.intranet.notifications.failing.Backend"
    actions.send_waiting()
    row = Delivery.objects.get()
    assert (row.status, row.attempts) == (DeliveryStatus.WAITING, 1)
    assert "no server" in row.last_error
    assert row.next_attempt_at > timezone.now() + timedelta(minutes=4)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    Delivery.objects.update(next_attempt_at=timezone.now())
    assert actions.send_waiting() == 1


def test_a_mail_is_given_up_after_eight_attempts(mention, settings):
    settings.EMAIL_BACKEND = "tests.intranet.notifications.failing.Backend"
    for _attempt in range(9):
        Delivery.objects.update(next_attempt_at=timezone.now())
        actions.send_waiting()
    row = Delivery.objects.get()
    assert (row.status, row.attempts) == (DeliveryStatus.FAILED, 8)


def test_nothing_is_mailed_of_a_deleted_message(mention, agent):
    delete_message(actor=agent, message=mention)
    assert actions.send_waiting() == 0
    assert Delivery.objects.get().status == DeliveryStatus.DROPPED


def test_nothing_is_mailed_to_whoever_left_the_space(mention, agent, colleague):
    remove_member(lead=agent, space=mention.thread.space, user=colleague)
    assert actions.send_waiting() == 0
    assert mail.outbox == []


def test_naming_somebody_who_may_not_read_tells_them_nothing(agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent)
    open_thread(author=agent, space=space, title="Secret", body=f"@{colleague.slug}", client_id=uuid4())
    assert not Notification.objects.filter(recipient=colleague).exists()


def test_the_bell_counts_what_is_not_read_and_reading_the_thread_empties_it(client, mention, colleague):
    client.force_login(colleague)
    assert '<span class="count">1</span>' in client.get("/notifications/cloche/").content.decode()
    client.get(mention.thread.get_absolute_url())
    assert '<span class="count">' not in client.get("/notifications/cloche/").content.decode()


def test_one_mail_that_cannot_be_made_keeps_no_other_waiting(mention, agent, colleague, monkeypatch):
    thread = mention.thread
    post_message(author=agent, thread=thread, body=f"@{colleague.slug} et ceci ?", client_id=uuid4())
    make = actions._mail
    tried = []

    def first_fails(kind, notification):
        tried.append(notification.pk)
        if len(tried) == 1:
            raise ValueError("Invalid address")
        make(kind, notification)

    monkeypatch.setattr(actions, "_mail", first_fails)
    assert actions.send_waiting() == 1
    assert sorted(Delivery.objects.values_list("status", flat=True)) == [DeliveryStatus.SENT, DeliveryStatus.WAITING]
    assert len(mail.outbox) == 1
