"""The HTTP API under `/api/v1/`: the apps' routers put together, errors as RFC 9457 problem documents.

Signed in by the session cookie (writes then need the CSRF token in `X-CSRFToken`).
"""

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InputError
from ninja.security import django_auth

from .plugs import plugged
from .views import problem

api = NinjaAPI(title="Parvis", version="1", urls_namespace="api", auth=django_auth, docs_url=None)


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    """What does not exist and what may not be seen answer the same."""
    return problem(404)


@api.exception_handler(PermissionDenied)
def denied(request: HttpRequest, error: Exception) -> HttpResponse:
    """Seen, but not to be done by this person."""
    return problem(403)


@api.exception_handler(AuthenticationError)
def unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    """Nobody is signed in."""
    return problem(401)


@api.exception_handler(InputError)
def malformed(request: HttpRequest, error: InputError) -> HttpResponse:
    """Input of the wrong shape: each error with its place."""
    errors = [{"field": ".".join(map(str, each["loc"][1:])), "message": each["msg"]} for each in error.errors]
    return problem(422, errors=errors)


@api.exception_handler(DjangoValidationError)
def refused(request: HttpRequest, error: DjangoValidationError) -> HttpResponse:
    """Input of the right shape that the house refuses."""
    return problem(422, errors=[{"field": "", "message": message} for message in error.messages])


@api.exception_handler(HttpError)
def other(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Any other error the API names."""
    return problem(error.status_code, str(error))


for prefix, router in plugged("register_api_router"):
    api.add_router(prefix, router)
