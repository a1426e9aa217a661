"""Words that are taken back are gone, and what two people do at once ends well."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from intranet.audit.models import Entry
from intranet.files.intake import check
from intranet.live.history import events_since
from spaces.discussions import actions
from spaces.discussions.constants import MAX_MENTIONS, ThreadState
from spaces.discussions.models import Message, Thread
from spaces.discussions.views.reading import MAX_UNREAD_SHOWN
from tests.factories.files import upload
from tests.factories.people import AgentFactory
from tests.factories.places import make_space


@pytest.fixture
def space(agent, colleague):
    return make_space(title="Paie et PAS", lead=agent, members=[colleague])


@pytest.fixture
def thread(agent, space):
    return actions.open_thread(
        author=agent, space=space, title="Taux neutre", body="Que faire ?", client_id=uuid4(), kind="question"
    )


def post(author, thread, body="Bonjour", **more):
    return actions.post_message(author=author, thread=thread, body=body, client_id=uuid4(), **more)[0]


@pytest.mark.django_db
def test_nobody_catches_up_on_words_that_were_taken_back(thread, colleague):
    message = post(colleague, thread, "Le mot de passe est Azerty.")
    actions.edit_message(editor=colleague, message=message, body="Rien du tout.")
    assert "Azerty" not in "".join(event.html for event in events_since(thread.stream, 0).events)
    actions.delete_message(actor=colleague, message=message)
    events = events_since(thread.stream, 0).events
    assert [event.kind for event in events][-3:] == ["message.posted", "message.edited", "message.deleted"]
    assert "Rien du tout" not in "".join(event.html for event in events)
    assert "Message supprimé" in events[-3].html
    kept = Entry.objects.filter(action__startswith="message.").values_list("object_name", flat=True)
    assert len(kept) == 2
    assert not any("Azerty" in name or "Rien du tout" in name for name in kept)


@pytest.mark.django_db
def test_a_deleted_message_is_not_written_again_by_a_late_edit(thread, colleague):
    message = post(colleague, thread)
    late = Message.objects.get(pk=message.pk)
    actions.delete_message(actor=colleague, message=message)
    with pytest.raises(PermissionDenied):
        actions.edit_message(editor=colleague, message=late, body="Je reviens.")


@pytest.mark.django_db
def test_deleting_the_answer_of_a_closed_thread_leaves_it_closed(thread, agent, colleague):
    answer = post(colleague, thread)
    actions.accept_answer(actor=agent, message=answer)
    thread.refresh_from_db()
    actions.close_thread(lead=agent, thread=thread)
    actions.delete_message(actor=agent, message=answer)
    thread.refresh_from_db()
    assert (thread.state, thread.accepted) == (ThreadState.CLOSED, None)


@pytest.mark.django_db
def test_the_answer_that_is_no_longer_kept_is_told_too(thread, agent, colleague):
    first, second = post(colleague, thread), post(colleague, thread)
    actions.accept_answer(actor=agent, message=first)
    actions.accept_answer(actor=agent, message=second)
    told = [event for event in events_since(thread.stream, 0).events if event.kind == "thread.changed"]
    assert [event.object_id for event in told] == [first.pk, first.pk, second.pk]
    assert ["Réponse retenue" in event.html for event in told] == [True, False, True]


@pytest.mark.django_db
def test_a_thread_sent_again_to_another_space_tells_nothing_of_the_first(agent, colleague, space):
    sent = uuid4()
    hidden = actions.open_thread(author=colleague, space=space, title="Ici", body="Mot", client_id=sent)
    other = make_space(lead=agent, members=[colleague])
    again = {"author": colleague, "title": "Ici", "body": "Mot", "client_id": sent}
    with pytest.raises(PermissionDenied):
        actions.open_thread(space=other, **again)
    assert actions.open_thread(space=space, **again) == hidden


@pytest.mark.django_db
def test_a_message_tells_the_first_twenty_it_names(thread, agent, django_assert_max_num_queries):
    people = [AgentFactory(agent.primary_organisation) for _ in range(MAX_MENTIONS + 5)]
    message = post(agent, thread, " ".join(f"@{person.slug}" for person in people))
    assert message.mentions.count() == MAX_MENTIONS


@pytest.mark.django_db
def test_who_comes_back_to_hundreds_of_messages_reads_on_from_where_they_left(client, thread, agent, colleague):
    actions.mark_thread_read(user=colleague, thread=thread, seq=1)
    rows = [
        Message(thread=thread, author=agent, body=f"n{seq}", html=f"<p>n{seq}</p>", seq=seq)
        for seq in range(2, MAX_UNREAD_SHOWN + 80)
    ]
    Message.objects.bulk_create(rows)
    client.force_login(colleague)
    first = client.get(thread.get_absolute_url()).context["shown"]
    assert (first.first_unread, first.messages[-1].seq, first.later) == (2, MAX_UNREAD_SHOWN + 1, True)
    then = client.get(thread.get_absolute_url()).context["shown"]
    assert (then.first_unread, then.messages[-1].seq, then.later) == (
        MAX_UNREAD_SHOWN + 2,
        MAX_UNREAD_SHOWN + 79,
        False,
    )


def test_people_who_post_react_accept_and_pin_at_once_never_wait_for_each_other_for_good(committed):
    """Each act locks the space, then the stream, then the rest: PostgreSQL ended half of them as deadlocks once."""
    agent, colleague = AgentFactory(), AgentFactory()
    space = make_space(lead=agent)
    thread = actions.open_thread(author=agent, space=space, title="T", body="x", client_id=uuid4(), kind="question")
    answer = post(colleague, thread)

    def now():
        return Thread.objects.select_related("space").get(pk=thread.pk)

    def held():
        return Message.objects.select_related("thread__space").get(pk=answer.pk)

    def with_file():
        post(colleague, now(), files=[check(upload(f"{uuid4().hex}.txt", b"bonjour"))])

    acts = [
        lambda: post(agent, now()),
        with_file,
        lambda: post(agent, now(), quote=held()),
        lambda: actions.react(user=colleague, message=held(), kind="utile"),
        lambda: actions.accept_answer(actor=agent, message=held()),
        lambda: actions.pin_thread(lead=agent, thread=now()),
    ]

    def repeat(act):
        try:
            for _ in range(8):
                act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(repeat, act) for act in acts]:
            done.result()
    seqs = list(thread.messages.order_by("seq").values_list("seq", flat=True))
    assert len(seqs) == len(set(seqs)) == 2 + 3 * 8


def test_a_thread_opened_twice_at_once_is_one(committed):
    agent = AgentFactory()
    space, sent = make_space(lead=agent), uuid4()

    def open_it(_n):
        try:
            return actions.open_thread(author=agent, space=space, title="Une fois", body="x", client_id=sent).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(open_it, range(4)))) == 1
    assert Thread.objects.count() == 1
