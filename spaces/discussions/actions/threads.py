"""Threads: open, pin, close, reopen."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.files.actions import atomic_with_files
from intranet.files.intake import Checked
from intranet.live import publish
from intranet.notifications.actions import notify
from intranet.taxonomy.models import Theme
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage

from ..constants import ThreadKind, ThreadState
from ..models import Message, Thread
from ..notification_types import ThreadOpened
from ..policies import can_manage_thread, can_open_thread
from .messages import SentElsewhere, post_message


def open_thread(
    *,
    author: User,
    space: SpacePage,
    title: str,
    body: str,
    client_id: UUID,
    kind: str = ThreadKind.DISCUSSION,
    themes: Iterable[Theme] = (),
    documents: Iterable[Document] = (),
    files: Iterable[Checked] = (),
) -> Thread:
    """Begin a thread in `space` with a first message. Idempotent per (author, client_id), as `post_message` is.

    Effects: those of the message, audit; who follows everything in the space is told. Raises PermissionDenied when the
    author may not, ValidationError on an empty body.
    """
    require(can_open_thread(author, space, kind))
    if first := _opened_before(author, client_id, space):
        return first
    try:
        with atomic_with_files():
            thread = Thread.objects.create(space=space, title=title, kind=kind, author=author)
            thread.themes.set(themes)
            post_message(author=author, thread=thread, body=body, client_id=client_id, documents=documents, files=files)
            audit.record(author, "thread.opened", thread)
            followers = User.objects.filter(pk__in=space.memberships.everything().values("user"))
            notify(ThreadOpened, recipients=followers, about=thread, actor=author)
    except SentElsewhere:  # the same thread, opened twice at once
        if first := _opened_before(author, client_id, space):
            return first
        raise
    return thread


def _opened_before(author: User, client_id: UUID, space: SpacePage) -> Thread | None:
    first = Message.objects.filter(author=author, client_id=client_id).select_related("thread__space").first()
    if first and first.thread.space_id != space.pk:
        raise SentElsewhere
    return first.thread if first else None


def pin_thread(*, lead: User, thread: Thread, pinned: bool = True) -> None:
    """Keep the thread at the head of its space, or let it go. Effects: audit, live hint to the space."""
    require(can_manage_thread(lead, thread))
    _change(lead, thread, "thread.pinned" if pinned else "thread.unpinned", pinned=pinned)


def close_thread(*, lead: User, thread: Thread) -> None:
    """Take no more messages in it. Effects: audit, live event."""
    require(can_manage_thread(lead, thread))
    _change(lead, thread, "thread.closed", state=ThreadState.CLOSED)


def reopen_thread(*, lead: User, thread: Thread) -> None:
    """Take messages again. Effects: audit, live event."""
    require(can_manage_thread(lead, thread))
    state = ThreadState.SOLVED if thread.accepted_id else ThreadState.OPEN
    _change(lead, thread, "thread.reopened", state=state)


def _change(lead: User, thread: Thread, act: str, **fields: object) -> None:
    with transaction.atomic():
        publish.hold(thread.stream)
        for name, value in fields.items():
            setattr(thread, name, value)
        thread.save(update_fields=list(fields))
        audit.record(lead, act, thread)
        publish.append(thread.stream, kind="thread.changed", object_id=thread.pk, html="")
        publish.hint(f"space:{thread.space_id}", kind="thread.active", id=thread.pk)
