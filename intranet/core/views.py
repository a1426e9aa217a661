"""Pages and answers that belong to no app: health, errors."""

from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render


def livez(request):
    """200 while the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request):
    """200 when the database answers, 503 when it does not; the cache is named but not required."""
    parts = {"database": _answers(_ask_database), "cache": _answers(lambda: cache.get("readyz"))}
    return JsonResponse(parts, status=200 if parts["database"] else 503)


def _ask_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _answers(ask) -> bool:
    try:
        ask()
    except Exception:  # each client has errors of its own, and all of them are an answer here
        return False
    return True


def csrf_failure(request, reason=""):
    """A form sent from a page that was open too long: says so, in the look, and how to go on."""
    return render(request, "403_csrf.html", status=403)


def problem(status: int, detail: str = "", **members: Any) -> HttpResponse:
    """An RFC 9457 problem document; `members` are added to it (`errors`: what is wrong with which field)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **members}
    if detail:
        body["detail"] = detail
    return JsonResponse(body, status=status, content_type="application/problem+json")
