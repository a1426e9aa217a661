"""Everything is behind sign-in, and the admin behind a second factor."""

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

ADMIN_PATH = "/gestion/"


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Every view asks for sign-in unless it says `@login_not_required`; the API answers 401 by itself."""

    def process_view(self, request, view, args, kwargs):
        if request.path.startswith("/api/"):
            return None
        return super().process_view(request, view, args, kwargs)

    def handle_no_permission(self, request, view_func):
        """A fragment must not be replaced by the sign-in page: the whole page goes there, and comes back. A script
        that asked for data is told, so that it can keep what it was sending.
        """
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({}, status=401)
        if not request.htmx:
            return super().handle_no_permission(request, view_func)
        back = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(redirect_to_login(back, resolve_url(settings.LOGIN_URL)).url)


class SecondFactorMiddleware:
    """The admin opens only to a session that gave its second factor.

    A password alone leads to giving or enrolling one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.REQUIRE_MFA or not request.path.startswith(ADMIN_PATH) or not request.user.is_authenticated:
            return None
        records = get_authentication_records(request, request.user)
        if any(record["method"] == "mfa" for record in records):
            return None
        enrolled = Authenticator.objects.filter(user=request.user).exists()
        return redirect("mfa_reauthenticate" if enrolled else "mfa_index")
