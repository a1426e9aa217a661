"""Threads and messages as the API shows and takes them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Field, Schema
from pydantic import BeforeValidator

from intranet.core.fields import as_read

from .constants import MAX_BODY, ThreadKind

# As `LineField` takes it from a form.
Line = Annotated[str, BeforeValidator(lambda value: as_read(value) if isinstance(value, str) else value)]


class ThreadOut(Schema):
    """A thread; `last_seq` is where to begin to listen."""

    id: int
    space: int
    title: str
    kind: str
    state: str
    pinned: bool
    author: str
    message_count: int
    url: str
    created_at: datetime
    active_at: datetime
    last_seq: int


class ThreadIn(Schema):
    """A new thread and its first message."""

    title: Line = Field(min_length=1, max_length=200)
    body: str = Field(min_length=1, max_length=MAX_BODY)
    client_id: UUID
    kind: ThreadKind = ThreadKind.DISCUSSION


class MessageIn(Schema):
    """A message; `client_id` is made by who sends it, so that sending again changes nothing."""

    body: str = Field(max_length=MAX_BODY)
    client_id: UUID
    quote: int | None = None


class MessageOut(Schema):
    """A message as posted."""

    id: int
    seq: int
    client_id: UUID
    created_at: datetime


class EventOut(Schema):
    """One durable change of a thread, as the socket carries it."""

    seq: int
    kind: str
    id: int
    client_id: UUID | None
    html: str
    at: datetime


class EventsOut(Schema):
    """Events after `since`, in order, 200 at most; `reset`: they are no longer kept, read the thread again."""

    events: list[EventOut]
    last_seq: int
    reset: bool
