"""Mails of sign-in (prove an address, forgotten password, a factor changed): they hold links that open an account."""

from __future__ import annotations

import base64
import hashlib
import json

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.notifications.models import Posted


def _seal() -> Fernet:
    """Of the secret key, from which those links are made too: a copy of the database alone opens none of them."""
    digest = hashlib.sha256(b"parvis letter\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class Letter(Posted):
    """One such mail, until it has left: its words are sealed, and the row goes with it."""

    email = models.EmailField()
    sealed = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("e-mail de connexion")
        verbose_name_plural = _("e-mails de connexion")

    def __str__(self) -> str:
        return self.email

    def seal(self, subject: str, body: str) -> None:
        """Put the words in. Not saved."""
        self.sealed = _seal().encrypt(json.dumps([subject, body]).encode()).decode()

    def opened(self) -> tuple[str, str]:
        """Subject and body. Raises InvalidToken when the secret key has changed since."""
        subject, body = json.loads(_seal().decrypt(self.sealed.encode()))
        return subject, body
