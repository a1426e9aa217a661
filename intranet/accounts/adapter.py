"""How Parvis uses django-allauth."""

import base64
import hashlib
from functools import cache
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import actions
from .sessions import device_of

# In the session of who gave the right password of a closed account.
CLOSED = "closed_account"


class AccountAdapter(DefaultAccountAdapter):
    """Anyone may sign up and prove an address; an account opens nothing until its person belongs somewhere."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Ce compte est fermé."),
        "cannot_remove_primary_email": _("Cette adresse est la principale : choisissez-en d’abord une autre."),
        "duplicate_email": _("Cette adresse est déjà celle de votre compte."),
        "email_password_mismatch": _("Cette adresse et ce mot de passe ne vont pas ensemble."),
        "enter_current_password": _("Ce n’est pas votre mot de passe actuel."),
        "incorrect_code": _("Ce code n’est pas le bon. Attendez le suivant, puis tapez-le."),
        "incorrect_password": _("Ce n’est pas votre mot de passe."),
        "invalid_login": _("Cette adresse et ce mot de passe ne vont pas ensemble."),
        "invalid_password_reset": _("Ce lien n’est plus bon."),
        "max_email_addresses": _("Un compte n’a pas plus de %d adresses."),
        "too_many_login_attempts": _("Trop d’essais. Attendez cinq minutes, puis recommencez."),
        "unverified_primary_email": _("Une adresse principale doit d’abord être confirmée."),
        "rate_limited": _("Trop de demandes. Attendez quelques minutes, puis recommencez."),
    }

    def is_open_for_signup(self, request):
        return True

    def send_mail(self, template_prefix, email, context):
        """No request waits for the mail server, nor fails with it; how long it takes tells nothing of an account."""
        about = {"request": self.request, "email": email, "place": settings.PLACE, "site_url": settings.SITE_URL}
        about |= {name: _on_site(value) if name.endswith("_url") else value for name, value in context.items()}
        about["device"] = device_of(context.get("user_agent", ""))
        letter = self.render_mail(template_prefix, email, about)
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


def _on_site(url: str) -> str:
    """A link, at the address that the site is known by, whatever name the request was sent to."""
    parts = urlsplit(url)
    return settings.SITE_URL + parts._replace(scheme="", netloc="").geturl()


@cache
def sealed_with(key: str) -> Fernet:
    """What seals and opens with `key`, whatever its length: secrets of another use cannot be taken for these."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"parvis second factor\0" + key.encode()).digest()))


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed in the database: a copy of it makes no code."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "add_email_blocked": _("Un compte qui a un second facteur ne reçoit pas d’autre adresse : retirez-le d’abord."),
        "cannot_delete_authenticator": _("Ce facteur ne peut pas être retiré."),
        "cannot_generate_recovery_codes": _("Ajoutez d’abord une clé d’accès ou une application."),
        "incorrect_code": _("Ce code n’est pas le bon. Attendez le suivant, puis tapez-le."),
        "unverified_email": _("Confirmez d’abord toutes vos adresses e-mail, ou retirez celles qui attendent."),
    }

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
