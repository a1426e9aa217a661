"""Who must give a second factor, and whether a session has.

Editors, referents and administrators act for others: a password alone, which is lent, guessed or phished, opens
nothing to them.
"""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AnonymousUser

RECORDS = "account_authentication_methods"
RECORDS_OF = "account_authentication_methods_user"


def is_required(user: Any) -> bool:
    """Whether `user` is asked for a second factor on every page: who edits, refers or administers.

    What makes an editor is asked once a request, here as in the page's frame. The group of editors without a membership
    in the pool gives no right on the site, and the admin asks everybody.
    """
    return bool(user.is_superuser or user.refers_to or user.is_editor)


def was_given(session: Any, user: Any) -> bool:
    """Whether `session` (a session, or what one holds) gave the second factor of `user`: no query."""
    if session.get(RECORDS_OF) != str(user.pk):
        return False
    return any(record.get("method") == "mfa" for record in session.get(RECORDS) or [])


def enrolled(user: Any) -> set[str]:
    """The kinds of factor that `user` has enrolled (recovery codes are none: they only stand in for one)."""
    kinds = Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True)
    return set(kinds) - {Authenticator.Type.RECOVERY_CODES}


def opens_live(session: Any, user: Any) -> bool:
    """Whether a socket opens to this session: the rule of pages, asked at the door."""
    return not settings.REQUIRE_MFA or was_given(session, user) or not is_required(user)


def count_as_given(request: Any, kind: str) -> None:
    """Who has just shown that they hold the factor they enrol need not show it again in this session."""
    if not isinstance(request.user, AnonymousUser):
        record_authentication(request, request.user, method="mfa", type=kind, reauthenticated=True)
