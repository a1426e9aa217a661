"""Streams and events, in the database."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from intranet.live import publish
from intranet.live.actions import prune_events
from intranet.live.frames import event_fields
from intranet.live.history import events_since, last_seqs
from intranet.live.models import Event, Stream

from .rooms import at_once, post


def seqs_of(stream: str) -> list[int]:
    return list(Event.objects.filter(stream_id=stream).order_by("pk").values_list("seq", flat=True))


@pytest.mark.usefixtures("database")
def test_twenty_writers_at_once_get_dense_numbers_in_the_order_of_commit():
    at_once(20, post, "room:1", 10)
    assert seqs_of("room:1") == list(range(1, 201))


@pytest.mark.usefixtures("database")
def test_two_streams_count_apart():
    at_once(4, post, "room:1", 5)
    assert post("room:2", 2) == [1, 2]
    assert last_seqs(["room:1", "room:2", "room:3"]) == {"room:1": 20, "room:2": 2, "room:3": 0}


@pytest.mark.usefixtures("database")
def test_a_number_taken_by_a_transaction_that_fails_is_taken_again():
    with transaction.atomic():
        publish.append("room:1", kind="message.posted", object_id=1)
        transaction.set_rollback(True)
    assert post("room:1") == [1]


@pytest.mark.usefixtures("database")
def test_a_number_is_not_taken_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        publish.take_seq("room:1")


@pytest.mark.usefixtures("db")
def test_a_row_may_keep_the_number_of_its_event():
    seq = publish.take_seq("room:1")
    event = publish.append("room:1", seq=seq, kind="message.posted", object_id=12, html="<p>12</p>")
    assert (event.seq, seq) == (1, 1)
    assert event_fields(event) == {
        "stream": "room:1", "seq": 1, "kind": "message.posted", "id": 12, "client_id": None, "html": "<p>12</p>",
        "at": event.at.isoformat(),
    }  # fmt: skip


@pytest.mark.usefixtures("db")
class TestHistory:
    """What lies after a number."""

    def test_all_of_it_in_order(self):
        post("room:1", 5)
        past = events_since("room:1", 2)
        assert ([event.seq for event in past.events], past.last_seq, past.reset) == ([3, 4, 5], 5, False)

    def test_nothing_at_the_end_or_on_a_stream_where_nothing_happened(self):
        post("room:1", 2)
        assert events_since("room:1", 2) == (2, [], False)
        assert events_since("room:2", 0) == (0, [], False)

    def test_two_hundred_are_given_and_one_more_is_a_reset(self):
        post("room:1", 201)
        assert len(events_since("room:1", 1).events) == 200
        assert events_since("room:1", 0) == (201, [], True)

    def test_from_beyond_the_end_is_a_reset(self):
        post("room:1", 2)
        assert events_since("room:1", 9) == (2, [], True)

    @pytest.mark.parametrize("gone", [1, 2, 3])
    def test_a_hole_is_a_reset(self, gone):
        post("room:1", 3)
        Event.objects.filter(seq=gone).delete()
        assert events_since("room:1", 0) == (3, [], True)


@pytest.mark.usefixtures("db")
def test_old_events_are_deleted_and_streams_keep_their_count(settings):
    settings.LIVE_KEEP_DAYS = 30
    post("room:1", 5)
    Event.objects.filter(seq__lte=3).update(at=timezone.now() - timedelta(days=31))
    assert prune_events() == 3
    assert prune_events() == 0
    assert seqs_of("room:1") == [4, 5]
    assert Stream.objects.get(name="room:1").last_seq == 5
    assert events_since("room:1", 2).reset
    assert not events_since("room:1", 3).reset


@pytest.mark.usefixtures("db")
def test_old_events_are_deleted_batch_after_batch(settings, monkeypatch):
    monkeypatch.setattr("intranet.live.actions.BATCH", 2)
    post("room:1", 5)
    Event.objects.update(at=timezone.now() - timedelta(days=400))
    assert prune_events() == 5
