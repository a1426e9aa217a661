"""Everything is behind sign-in, and what is done for others behind a second factor."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from intranet.core.api import problem
from intranet.core.confirmation import asked_again

from . import second_factor

ADMIN_PATH, ENTER_ADMIN = "/gestion/", "wagtailadmin.access_admin"
ALWAYS_OPEN = {"account_logout"}
# Who has no factor yet may enrol one: confirm who they are, and that their address is theirs.
TO_ENROL = {
    "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_email",
}  # fmt: skip
# Who has one may only give it: whoever holds a password alone must not enrol another in its place.
TO_GIVE = {"mfa_reauthenticate", "mfa_reauthenticate_webauthn"}

# Where the admin gives and takes rights, less what only shows them; and who finds anything there.
RIGHTS = {"wagtailusers_users", "wagtailusers_groups"}
SHOWN_ONLY = {"index", "index_results", "history", "history_results", "usage", "usage_results"}
GIVERS = [
    f"{app}.{verb}_{noun}"
    for app, noun in (("accounts", "user"), ("auth", "group"))
    for verb in ("add", "change", "delete")
]


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
    """Whoever edits, refers or administers gives a second factor before anything opens, the admin to whoever enters it.

    Without one they are led to enrol it; with one, to give it: once a session. A role that comes during a session
    counts from the next request.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if not settings.REQUIRE_MFA or not user.is_authenticated or not getattr(view, "login_required", True):
            return None
        name = request.resolver_match.view_name
        if name in ALWAYS_OPEN or second_factor.was_given(request.session, user):
            return None
        opens_admin = request.path.startswith(ADMIN_PATH) and user.has_perm(ENTER_ADMIN)
        if not opens_admin and not second_factor.is_required(user):
            return None
        kinds = second_factor.enrolled(user)
        if name in (TO_GIVE if kinds else TO_ENROL):
            return None
        return self.refuse(request, kinds)

    def refuse(self, request, kinds):
        """A page is led where the factor is given, and comes back; data is refused with a reason."""
        if request.path.startswith("/api/"):
            return problem(403, _("Votre rôle demande un second facteur : donnez-le sur le site."))
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({}, status=403)
        if not kinds:
            where = reverse("mfa_index")
        else:
            name = "mfa_reauthenticate" if Authenticator.Type.TOTP in kinds else "mfa_reauthenticate_webauthn"
            back = request.htmx.current_url_abs_path if request.htmx else request.get_full_path()
            asked = back if request.method == "GET" or request.htmx else "/"
            where = redirect_to_login(asked or "/", reverse(name)).url
        return HttpResponseClientRedirect(where) if request.htmx else redirect(where)


class AdminDoorMiddleware:
    """Who has no business in the admin is told so at its door, whatever the address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        is_inside = request.path.startswith(ADMIN_PATH) and getattr(view, "login_required", True)
        if not is_inside or request.user.has_perm(ENTER_ADMIN):
            return None
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":
            raise PermissionDenied
        flash.error(request, _("La gestion du site n’est pas ouverte à votre compte."))
        return redirect("home")


class ConfirmedRightsMiddleware:
    """Accounts, their roles and what a group may do are changed in the admin by who has just said again who they are:
    asked when the form opens, and once more when it is sent late, without losing what was typed.

    Wagtail has no hook for groups, and none before it reads a form of several accounts: their addresses are the one
    place. Who may give no rights is refused there as ever.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not self.gives_rights(request.resolver_match) or not self.may_give(request.user):
            return None
        return asked_again(request)

    def gives_rights(self, match):
        """One account, one group, or several at once."""
        if match.url_name == "wagtail_bulk_action":
            return match.kwargs["app_label"] in ("accounts", "auth")
        return not RIGHTS.isdisjoint(match.namespaces) and match.url_name not in SHOWN_ONLY

    def may_give(self, user):
        """As Wagtail asks it of these pages."""
        return any(user.has_perm(right) for right in GIVERS)
