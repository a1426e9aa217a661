"""Coming in by a mailed invitation."""

from allauth.account.internal.flows.login import perform_login, perform_password_login
from allauth.account.models import Login
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .. import actions
from ..forms import JoinForm
from ..models import User
from ..policies import can_accept_invitation


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def invitation(request, token):
    """The mailed link. Who has no account yet makes it here; who has one signs in and says yes.

    Its holder has the mailbox: nothing more is told of the address than to them.
    """
    found = actions.open_invitation(token)
    if not found and request.user.is_authenticated and actions.has_used(request.user, token):
        # Their own link, followed again: they are in.
        return redirect("home")
    if not found:
        return render(request, "accounts/invitation_closed.html", status=404)
    if request.user.is_authenticated:
        return _accepted(request, found)
    if User.objects.holding(found.email).filter(is_active=True).exists():
        return redirect_to_login(request.path, "account_login")
    return _joined(request, found)


def _accepted(request, found):
    if not can_accept_invitation(request.user, found):
        return render(request, "accounts/invitation_other.html", {"invitation": found}, status=403)
    if request.method == "POST":
        actions.accept_invitation(user=request.user, invitation=found)
        flash.success(request, _("Vous êtes rattaché à %(organisation)s.") % {"organisation": found.organisation})
        return redirect("home")
    return render(request, "accounts/invitation_accept.html", {"invitation": found})


def _joined(request, found):
    names = {name: getattr(found, name) for name in ("first_name", "last_name", "job_title")}
    form = JoinForm(request.POST or None, email=found.email, initial=names)
    if request.method == "POST" and form.is_valid():
        try:
            user = actions.join_by_invitation(invitation=found, fields=form.person, password=form.password)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return enter(request, user, password=form.password)
    context = {"invitation": found, "form": form}
    return render(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)


def enter(request, user, *, password, to=None):
    """The answer that signs in `user`, whose account has just been made or opened again by a mailed link, and leads
    them `to` a page. As by the sign-in form: who had an account before has their second factor asked for.

    Without a password, the next page is that of their passkey; who leaves it chooses a password by a mailed link.
    """
    if password is None:
        return perform_login(request, Login(user=user, redirect_url=reverse("mfa_add_webauthn")))
    # The session knows that a password was given just now.
    return perform_password_login(request, {"email": user.email}, Login(user=user, redirect_url=to))
