"""Refusals go on record, whichever face of the site gave them; and whose request it is."""

from contextvars import ContextVar

from intranet.core.secrets import without_secrets

from . import actions

_REQUEST = ContextVar("audit_request", default=None)


def present_user():
    """The person whose request is being answered, for what happens without being told who does it (a signal of
    Wagtail's admin); None outside a request.
    """
    user = getattr(_REQUEST.get(), "user", None)
    return user if user is not None and user.is_authenticated else None


class DenialMiddleware:
    """Records every 403 given to somebody who is signed in; never what opens a door that is not theirs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _REQUEST.set(request)
        try:
            response = self.get_response(request)
        finally:
            _REQUEST.reset(token)
        if response.status_code == 403 and request.user.is_authenticated:
            actions.record(
                request.user, "access.denied", path=without_secrets(request.path)[:300], method=request.method
            )
        return response
