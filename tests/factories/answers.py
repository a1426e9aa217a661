"""What came back from a view that a test asked by itself."""

from django.core.signals import request_finished
from django.db import close_old_connections


def shut(response) -> None:
    """Close a response and its file, and not the database with the test's transaction: the test client does so for
    what it reads to its end.
    """
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
