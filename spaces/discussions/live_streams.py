"""Who may hear a thread, and what reading it does."""

from typing import Any

from intranet.core.plugs import LiveStream

from .actions import mark_thread_read
from .models import Thread
from .policies import can_post_message


def can_hear_thread(user: Any, pk: int) -> bool:
    """Whoever may read the thread."""
    return Thread.objects.visible_to(user).filter(pk=pk).exists()


def can_write_thread(user: Any, pk: int) -> bool:
    """Whoever may post in it: not once it is closed, nor its space archived."""
    thread = Thread.objects.filter(pk=pk).select_related("space").first()
    return thread is not None and can_post_message(user, thread)


def read_thread(user: Any, pk: int, seq: int) -> None:
    """The page showed the messages up to `seq`."""
    thread = Thread.objects.visible_to(user).filter(pk=pk).select_related("space").first()
    if thread:
        mark_thread_read(user=user, thread=thread, seq=seq)


THREADS = LiveStream(prefix="thread", can_hear=can_hear_thread, on_read=read_thread, can_write=can_write_thread)
