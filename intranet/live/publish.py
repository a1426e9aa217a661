"""What actions say to the world, after commit. Only actions import this."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction

from .courier import Item, courier
from .frames import event_frame, hint_frame
from .models import Event, Stream
from .rules import digest_of


def take_seq(stream: str) -> int:
    """The next `seq` of `stream`, for a row that keeps it: give it to `append` in the same transaction."""
    return Stream.objects.take_seq(stream)


def hold(stream: str) -> None:
    """Lock `stream` first, when rows that its writers also touch are to be locked: all in one order, nobody waits for
    another who waits for them.
    """
    Stream.objects.hold(stream)


def replace(stream: str, *, object_id: int, html: str) -> None:
    """Show `html` in place of what earlier events of `stream` showed of this object: words that were taken back are not
    kept for whoever catches up. In the caller's transaction.
    """
    Event.objects.filter(stream_id=stream, object_id=object_id).exclude(html="").update(html=html)


def append(
    stream: str, *, kind: str, object_id: int, html: str = "", client_id: UUID | None = None, seq: int | None = None
) -> Event:
    """Write the next event of `stream` in the caller's transaction, and publish it when that commits.

    `html` is the fragment that shows the object as it reads now, the same for every reader.
    """
    event = Event.objects.create(
        stream_id=stream,
        seq=take_seq(stream) if seq is None else seq,
        kind=kind,
        object_id=object_id,
        client_id=client_id,
        html=html,
    )
    _after_commit(["event", stream, event.seq, event_frame(event)])
    return event


def hint(stream: str, *, kind: str, **payload: Any) -> None:
    """After commit, tell who hears `stream` (`space:5`, `user:7`) that something changed: no row, no `seq`."""
    _after_commit(["hint", stream, hint_frame(stream, {"kind": kind, **payload})])


def revoke_user(user_id: int) -> None:
    """After commit, close every socket of this person (password changed, deactivated).

    A session that still holds comes back by itself.
    """
    _after_commit(["revoke_user", user_id])


def revoke_session(session_key: str) -> None:
    """After commit, close the sockets of this session (signed out)."""
    _after_commit(["revoke_session", digest_of(session_key)])


def revoke_stream(user_id: int, stream: str) -> None:
    """After commit, this person stops hearing `stream`."""
    _after_commit(["revoke_stream", user_id, stream])


def recheck_user(user_id: int) -> None:
    """After commit, ask the rules again for all that this person hears (left a space, changed organisation)."""
    _after_commit(["recheck", user_id])


def recheck_everyone() -> None:
    """After commit, ask the rules again for everyone (a space's access changed)."""
    _after_commit(["recheck", None])


def _after_commit(item: Item) -> None:
    # Robust: what is written is written, whatever becomes of the telling.
    transaction.on_commit(partial(courier.send, item), robust=True)
