"""Sign-in, sign-out and refusals go on record; what is open closes with the session or the password; a proved address
attaches.
"""

from allauth.account.signals import email_confirmed, password_changed, password_reset, password_set, user_signed_up
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from . import actions


def signed_in(sender, request, user, **kwargs):
    """Somebody is in."""
    actions.tell_signed_in(user=user)


def signed_out(sender, request, user, **kwargs):
    """Somebody left: the sockets of that session close."""
    if user:
        actions.tell_signed_out(user=user, session_key=request.session.session_key if request else None)


def refused(sender, credentials, request=None, **kwargs):
    """Somebody did not get in. The address they typed is kept, never the password."""
    typed = credentials.get("email") or credentials.get("username") or ""
    actions.tell_refused(address=str(typed))


def password_is_new(sender, request, user, **kwargs):
    """Every other session of that person closes."""
    actions.tell_password_changed(user=user)


def signed_up(sender, request, user, **kwargs):
    """Somebody made an account by themselves."""
    actions.tell_signed_up(user=user)


def address_is_proved(sender, request, email_address, **kwargs):
    """Somebody has proved an address: it may say where they belong."""
    actions.place_newcomer(address=email_address)


def connect():
    """Listen."""
    user_logged_in.connect(signed_in, dispatch_uid="accounts_signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts_signed_out")
    user_login_failed.connect(refused, dispatch_uid="accounts_refused")
    user_signed_up.connect(signed_up, dispatch_uid="accounts_signed_up")
    email_confirmed.connect(address_is_proved, dispatch_uid="accounts_address_is_proved")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(password_is_new, dispatch_uid=f"accounts_password_{id(signal)}")
