"""Threads and messages in the API."""

from django.shortcuts import get_object_or_404
from ninja import Router, Status

from intranet.live.history import events_since, last_seqs
from spaces.workspaces.models import SpacePage

from . import actions
from .models import Thread
from .schemas import EventsOut, MessageIn, MessageOut, ThreadIn, ThreadOut

router = Router(tags=["threads"])
space_router = Router(tags=["threads"])


def _threads(user):
    return Thread.objects.visible_to(user).select_related("space", "author")


def _out(thread, seq):
    return {
        "id": thread.pk,
        "space": thread.space_id,
        "title": thread.title,
        "kind": thread.kind,
        "state": thread.state,
        "pinned": thread.pinned,
        "author": str(thread.author),
        "message_count": thread.message_count,
        "url": thread.get_absolute_url(),
        "created_at": thread.created_at,
        "active_at": thread.active_at,
        "last_seq": seq,
    }


@space_router.get("/{int:space_id}/threads", response=list[ThreadOut])
def threads(request, space_id: int, page: int = 1):
    """The threads of a space, pinned first, 50 a page."""
    space = get_object_or_404(SpacePage.objects.readable_by(request.user, "discussions"), pk=space_id)
    first = (min(max(page, 1), 10_000) - 1) * 50
    shown = list(_threads(request.user).filter(space=space).latest()[first : first + 50])
    seqs = last_seqs([thread.stream for thread in shown])
    return [_out(thread, seqs.get(thread.stream, 0)) for thread in shown]


@space_router.post("/{int:space_id}/threads", response={201: ThreadOut})
def open_thread(request, space_id: int, thread: ThreadIn):
    """Open a thread."""
    space = get_object_or_404(SpacePage.objects.readable_by(request.user, "discussions"), pk=space_id)
    opened = actions.open_thread(author=request.user, space=space, **thread.dict())
    opened.refresh_from_db()
    return Status(201, _out(opened, last_seqs([opened.stream]).get(opened.stream, 0)))


@router.get("/{int:thread_id}", response=ThreadOut)
def thread(request, thread_id: int):
    """One thread."""
    found = get_object_or_404(_threads(request.user), pk=thread_id)
    return _out(found, last_seqs([found.stream]).get(found.stream, 0))


@router.get("/{int:thread_id}/events", response=EventsOut)
def events(request, thread_id: int, since: int = 0):
    """What changed in the thread after `since`."""
    found = get_object_or_404(_threads(request.user), pk=thread_id)
    past = events_since(found.stream, since)
    events = [
        {"seq": e.seq, "kind": e.kind, "id": e.object_id, "client_id": e.client_id, "html": e.html, "at": e.at}
        for e in past.events
    ]
    return {"events": events, "last_seq": past.last_seq, "reset": past.reset}


@router.post("/{int:thread_id}/messages", response={200: MessageOut, 201: MessageOut})
def post_message(request, thread_id: int, message: MessageIn):
    """Post a message; sending the same `client_id` again answers 200 with the first one."""
    found = get_object_or_404(_threads(request.user), pk=thread_id)
    quote = get_object_or_404(found.messages, pk=message.quote) if message.quote else None
    posted, new = actions.post_message(
        author=request.user, thread=found, body=message.body, client_id=message.client_id, quote=quote
    )
    return Status(201 if new else 200, posted)
