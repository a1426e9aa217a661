"""Who one is, asked again before an act that would do harm from a screen left open or a session taken."""

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.http import HttpRequest


def require_confirmed(request: HttpRequest) -> None:
    """Ask who one is again, unless one said so less than `ACCOUNT_REAUTHENTICATION_TIMEOUT` ago.

    Called by a view once the policy has said yes and the form is right, just before the act: whoever may not do it is
    answered as ever. allauth keeps what was sent in the session, and sends it again once it knows who asks. Raises
    `ReauthenticationRequired`, which allauth's middleware turns into the way to its page.
    """
    raise_if_reauthentication_required(request, app="")
