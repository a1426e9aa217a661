"""Sign-in, sign-out and refusals go on record; what is open closes with the session or the password."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from intranet.audit import actions as audit

from . import actions, second_factor


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


def factor_added(sender, request, user, authenticator, **kwargs):
    """Somebody enrolled a factor, having shown that they hold it."""
    audit.record(user, "factor.added", user, kind=authenticator.type)
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        second_factor.count_as_given(request, authenticator.type)


def factor_removed(sender, request, user, authenticator, **kwargs):
    """Somebody gave a factor up."""
    audit.record(user, "factor.removed", user, kind=authenticator.type)


def factor_reset(sender, request, user, authenticator, **kwargs):
    """Somebody made new recovery codes."""
    audit.record(user, "factor.renewed", user, kind=authenticator.type)


def connect():
    """Listen."""
    authenticator_added.connect(factor_added, dispatch_uid="accounts_factor_added")
    authenticator_removed.connect(factor_removed, dispatch_uid="accounts_factor_removed")
    authenticator_reset.connect(factor_reset, dispatch_uid="accounts_factor_reset")
    user_logged_in.connect(signed_in, dispatch_uid="accounts_signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="accounts_signed_out")
    user_login_failed.connect(refused, dispatch_uid="accounts_refused")
    for signal in (password_changed, password_reset, password_set):
        signal.connect(password_is_new, dispatch_uid=f"accounts_password_{id(signal)}")
