"""How Parvis uses django-allauth."""

import base64
import hashlib
from functools import cache

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site

from . import actions

# In the session of who gave the right password of a closed account.
CLOSED = "closed_account"


class AccountAdapter(DefaultAccountAdapter):
    """Anyone may sign up and prove an address; an account opens nothing until its person belongs somewhere."""

    def is_open_for_signup(self, request):
        return True

    def send_mail(self, template_prefix, email, context):
        """No request waits for the mail server, nor fails with it; how long it takes tells nothing of an account."""
        about = {"request": self.request, "email": email, "current_site": get_current_site(self.request)}
        letter = self.render_mail(template_prefix, email, {**about, **context})
        actions.post_letter(email=email, subject=letter.subject, body=letter.body)

    def respond_user_inactive(self, request, user):
        """Who has shown that the account is theirs is told why it is closed, and whom to ask."""
        request.session[CLOSED] = user.pk
        return super().respond_user_inactive(request, user)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Failures are counted for an account as seen from an address: whoever fails on purpose from elsewhere locks
        nobody out of their own account.
        """
        return f"{get_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"


@cache
def sealed_with(key: str) -> Fernet:
    """What seals and opens with `key`, whatever its length: secrets of another use cannot be taken for these."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"parvis second factor\0" + key.encode()).digest()))


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed in the database: a copy of it makes no code."""

    def encrypt(self, text):
        return sealed_with(settings.MFA_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        """What was kept before secrets were sealed is read as it is."""
        try:
            return sealed_with(settings.MFA_KEY).decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            if encrypted_text.startswith("gAAAA"):
                raise
            return encrypted_text
