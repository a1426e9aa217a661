"""A mail server that is away."""

from django.core.mail.backends.base import BaseEmailBackend


class Backend(BaseEmailBackend):
    """Refuses everything."""

    def send_messages(self, messages):
        """Fail as a connection does."""
        raise ConnectionRefusedError("no server")
