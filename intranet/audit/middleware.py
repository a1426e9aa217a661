"""Refusals go on record, whichever face of the site gave them."""

from . import actions


class DenialMiddleware:
    """Records every 403 given to somebody who is signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 403 and request.user.is_authenticated:
            actions.record(request.user, "access.denied", path=request.path[:300], method=request.method)
        return response
