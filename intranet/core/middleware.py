"""What happens around every request, whatever its subject."""

import re
import uuid
from contextvars import ContextVar

from django.db import DataError
from django.http import Http404
from django.shortcuts import render

from . import views

REQUEST_ID = ContextVar("request_id", default="")
_ACCEPTED = re.compile(r"[A-Za-z0-9-]{8,64}")


class HealthMiddleware:
    """`/livez` and `/readyz`, before anything that asks which host was called, or whether over HTTPS: what watches a
    process calls it by its own address.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        answer = {"/livez": views.livez, "/readyz": views.readyz}.get(request.path, self.get_response)
        return answer(request)


class WrongMethodMiddleware:
    """Whoever opens the address of a form (a page that was sent is asked for again, a sign-in leads back to it) gets a
    page that says so, not the browser's own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and request.accepts("text/html"):
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response


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


class UnreadableRequestMiddleware:
    """What no database can take: null characters, left out of an address and refused by the API (forms refuse them
    field by field); a number longer than any of ours, which names nothing that exists.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        if request.content_type == "application/json" and b"\\u0000" in request.body:
            return views.problem(400)
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, (OverflowError, DataError)) and request.method in ("GET", "HEAD"):
            if request.path.startswith("/api/"):
                return views.problem(404)
            raise Http404 from exception
        return None
