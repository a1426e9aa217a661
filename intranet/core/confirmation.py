"""Who one is, asked again before an act that would do harm from a screen left open or a session taken."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import (
    is_reauthentication_required,
    raise_if_reauthentication_required,
    suspend_request,
)
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse


def require_confirmed(request: HttpRequest) -> None:
    """Ask who one is again, unless one said so less than `ACCOUNT_REAUTHENTICATION_TIMEOUT` ago.

    Called by a view once the policy has said yes and the form is right, just before the act: whoever may not do it is
    answered as ever. allauth keeps what was sent in the session, and sends it again once it knows who asks. Raises
    `ReauthenticationRequired`, which allauth's middleware turns into the way to its page.
    """
    raise_if_reauthentication_required(request, app="")


def asked_again(request: HttpRequest) -> HttpResponse | None:
    """The way to the page that asks who one is, or None for who has just said so: `require_confirmed` where the view is
    not ours to change. What was sent is kept and sent again, as there, less the passwords: it waits in the session,
    where whoever reads the database reads it, and the form asks for them anew.
    """
    if not is_reauthentication_required(request, app=""):
        return None
    sent = request.POST.copy()
    for name in [name for name in sent if "password" in name]:
        del sent[name]
    request.POST = sent  # type: ignore[assignment]
    where = get_adapter().get_reauthentication_methods(request.user)[0]["url"]
    answer: HttpResponse = suspend_request(request, where)
    if request.method == "POST":
        # allauth knows what it kept by its path alone; the query is kept with it.
        answer = redirect_to_login(request.path, where)
    return answer
