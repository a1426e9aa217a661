"""What happens around every request, whatever its subject."""

import re
import uuid
from contextvars import ContextVar

REQUEST_ID = ContextVar("request_id", default="")
_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives each request an id (the proxy's when it is sane), kept in audit rows and sent back as `X-Request-ID`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _ACCEPTED.fullmatch(given) else uuid.uuid4().hex
        token = REQUEST_ID.set(request.id)
        try:
            response = self.get_response(request)
        finally:
            REQUEST_ID.reset(token)
        response.headers["X-Request-ID"] = request.id
        return response
