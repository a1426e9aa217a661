"""What people do in discussions, one noun a module."""

from .messages import accept_answer, delete_message, edit_message, post_message, react
from .reading import mark_thread_read
from .threads import close_thread, open_thread, pin_thread, reopen_thread

__all__ = [
    "accept_answer",
    "close_thread",
    "delete_message",
    "edit_message",
    "mark_thread_read",
    "open_thread",
    "pin_thread",
    "post_message",
    "react",
    "reopen_thread",
]
