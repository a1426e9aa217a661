"""What a person may do with threads and messages.

All of it needs the space; what changes others' words needs its leads.
"""

from __future__ import annotations

from typing import Any

from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_lead_space, can_post_in_space, can_read_space

from .constants import ThreadKind, ThreadState
from .models import Message, Thread

# The module of a space that all of this is.
MODULE = "discussions"


def can_view_thread(user: Any, thread: Thread) -> bool:
    """Read it (`visible_to`): with its space."""
    return can_read_space(user, thread.space, MODULE)


def can_open_thread(user: Any, space: SpacePage, kind: str = ThreadKind.DISCUSSION) -> bool:
    """Begin a thread: whoever posts there; an announcement, the leads alone."""
    leads = kind != ThreadKind.ANNOUNCEMENT or can_lead_space(user, space)
    return leads and can_post_in_space(user, space, MODULE)


def can_post_message(user: Any, thread: Thread) -> bool:
    """Answer in it, unless it is closed."""
    return thread.state != ThreadState.CLOSED and can_post_in_space(user, thread.space, MODULE)


def can_edit_message(user: Any, message: Message) -> bool:
    """Change one's own words, while one may still read them and the thread is open."""
    return message.author_id == user.pk and not message.deleted_at and can_post_message(user, message.thread)


def can_delete_message(user: Any, message: Message) -> bool:
    """Take back one's own words; the leads, anyone's."""
    if message.deleted_at:
        return False
    return can_edit_message(user, message) or can_lead_space(user, message.thread.space)


def can_react_to_message(user: Any, message: Message) -> bool:
    """Put a word under it."""
    return not message.deleted_at and can_post_message(user, message.thread)


def can_accept_answer(user: Any, message: Message) -> bool:
    """Keep it as the answer: who opened the thread, and the leads. Not the first message itself."""
    thread = message.thread
    if thread.kind == ThreadKind.ANNOUNCEMENT or message.deleted_at or not can_post_message(user, thread):
        return False
    asked = thread.author_id == user.pk or can_lead_space(user, thread.space)
    return asked and message.pk != thread.messages.order_by("seq").values_list("pk", flat=True).first()


def can_manage_thread(user: Any, thread: Thread) -> bool:
    """Pin, close, reopen: the leads."""
    return can_lead_space(user, thread.space)
