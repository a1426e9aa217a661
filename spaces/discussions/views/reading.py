"""Which messages of a thread a page shows. A thread of 100,000 opens like one of 100: by `seq`, never by counting."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils import timezone

from intranet.accounts.models import User
from intranet.core.prepared import known, prepared
from intranet.live.history import last_seqs

from ..constants import PAGE_SIZE
from ..models import Message, ReadMark, Thread

MAX_UNREAD_SHOWN = 200
BEFORE_UNREAD = 5


@dataclass(frozen=True)
class Shown:
    """A stretch of a thread: messages in order, where the unread begins, and whether there is more on either side."""

    messages: list[Message]
    first_unread: int | None
    # How far the reader had read before this page.
    seen: int
    earlier: bool
    later: bool
    # Where the page begins to listen: everything up to it is in what was read.
    stream_seq: int

    @property
    def days(self) -> list[tuple[Any, list[Message]]]:
        """The messages by local day."""
        return [(day, list(group)) for day, group in groupby(self.messages, lambda m: timezone.localdate(m.created_at))]


@prepared
def _seen(reader: Any, thread: Any) -> Any:
    return ReadMark.objects.filter(thread=thread, user=reader).values_list("seq", flat=True)


@prepared
def _unread(reader: Any, thread: Any, seq: Any) -> Any:
    unread = Message.objects.filter(thread=thread, seq__gt=seq, deleted_at=None).exclude(author=reader)
    return unread.order_by("seq").values_list("seq", flat=True)[:1]


@prepared
def _last(thread: Any) -> Any:
    return Message.objects.with_parts().filter(thread=thread).order_by("-seq")[:PAGE_SIZE]


@prepared
def _before(thread: Any, seq: Any) -> Any:
    return Message.objects.filter(thread=thread, seq__lt=seq).order_by("-seq").values_list("pk")[:1]


@prepared
def _after(thread: Any, seq: Any) -> Any:
    return Message.objects.filter(thread=thread, seq__gt=seq).order_by("seq").values_list("pk")[:1]


def thread_page(thread: Thread, user: Any, *, around: str | None = None, before: str | None = None) -> Shown:
    """What to show `user`: the last 50, or from the first unread if that is near; around or before a seq."""
    stream_seq = last_seqs([thread.stream]).get(thread.stream, 0)  # before the messages: what comes between is heard
    messages = thread.messages.with_parts()
    seen = next(iter(_seen(user, thread.pk)), None)
    first_unread = next(iter(_unread(user, thread.pk, seen)), None) if seen is not None else None
    if before and before.isdecimal():
        rows = list(messages.filter(seq__lt=int(before)).order_by("-seq")[:PAGE_SIZE])[::-1]
    elif around and around.isdecimal():
        rows = list(messages.filter(seq__lt=int(around)).order_by("-seq")[: PAGE_SIZE // 2])[::-1]
        rows += list(messages.filter(seq__gte=int(around)).order_by("seq")[:MAX_UNREAD_SHOWN])
    else:
        rows = known(_last(thread.pk), thread=thread)[::-1]
        if first_unread and rows and first_unread < rows[0].seq:
            rest = list(messages.filter(seq__gte=first_unread, seq__lt=rows[0].seq).order_by("seq")[:MAX_UNREAD_SHOWN])
            lead = list(messages.filter(seq__lt=first_unread).order_by("-seq")[:BEFORE_UNREAD])[::-1]
            # Too many for one page: from where the reader left, and on from there next time.
            rows = lead + rest + (rows if len(rest) < MAX_UNREAD_SHOWN else [])
    User.objects.read_for((message, "author") for message in rows)
    return Shown(
        messages=rows,
        first_unread=first_unread,
        seen=seen or 0,
        earlier=bool(rows) and bool(_before(thread.pk, rows[0].seq)),
        later=bool(rows) and bool(_after(thread.pk, rows[-1].seq)),
        stream_seq=stream_seq,
    )
