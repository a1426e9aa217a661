"""What happened on a stream, read from the database: to catch up, on the socket and over HTTP."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet

from intranet.core.prepared import prepared

from .frames import event_frame
from .models import Event, Stream

LIMIT = 200


class Past(NamedTuple):
    """What lies after a `seq`. On `reset` there are no events: too many, or no longer all kept; read the page again."""

    last_seq: int
    events: list[Event]
    reset: bool


class PastFrames(NamedTuple):
    """The same, each event with its `seq` and encoded for the socket."""

    last_seq: int
    events: list[tuple[int, str]]
    reset: bool


def last_seqs(streams: Iterable[str]) -> dict[str, int]:
    """The last `seq` of each stream; 0 where nothing happened yet."""
    names = list(streams)
    return dict.fromkeys(names, 0) | dict(_last(names))


@prepared
def _last(names: Any) -> QuerySet[Any, Any]:
    return Stream.objects.filter(name__in=names).values_list("name", "last_seq")


def events_since(stream: str, since: int, limit: int = LIMIT) -> Past:
    """The events after `since`, all of them and in order, or a reset when they are over `limit` or not all kept."""
    last = last_seqs([stream])[stream]
    if since == last:
        return Past(last, [], reset=False)
    events = list(Event.objects.filter(stream_id=stream, seq__gt=since).order_by("seq")[: limit + 1])
    # Read after `last`, they may reach further.
    last = max(last, events[-1].seq) if events else last
    whole = bool(events) and events[-1].seq == since + len(events) == last
    if len(events) > limit or not whole:
        return Past(last, [], reset=True)
    return Past(last, events, reset=False)


def frames_since(stream: str, since: int) -> PastFrames:
    """`events_since`, encoded where it is read: the loop has better to do."""
    past = events_since(stream, since)
    return PastFrames(past.last_seq, [(event.seq, event_frame(event)) for event in past.events], past.reset)
