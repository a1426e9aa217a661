"""Invitations: what the leads do with those that wait, and what the invited answer."""

from django.conf import settings
from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from intranet.accounts.models import User
from intranet.accounts.views.joining import enter
from intranet.core.policies import require

from .. import actions, policies
from ..forms import GuestAccountForm
from ..models import SpaceInvitation
from .context import space_or_404


@require_POST
def manage(request, slug, pk):
    """Send an invitation again, or take it back (`do`)."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    invitation = get_object_or_404(space.invitations.waiting().select_related("space"), pk=pk)
    verbs = {"resend": actions.resend_invitation, "revoke": actions.revoke_invitation}
    verb = verbs.get(request.POST.get("do"))
    if not verb:
        return HttpResponse(status=422)
    try:
        verb(lead=request.user, invitation=invitation)
    except ValidationError as error:
        flash.error(request, error.messages[0])
        return redirect("space-members", slug=slug)
    done = {"resend": _("L’invitation repart, avec un nouveau lien."), "revoke": _("L’invitation est retirée.")}
    flash.success(request, done[request.POST["do"]])
    return redirect("space-members", slug=slug)


@require_http_methods(["GET", "POST"])
def invitation(request, pk):
    """Accept or decline (`answer`), for whoever has the address that is invited."""
    waiting = SpaceInvitation.objects.visible_to(request.user).select_related("space", "invited_by")
    invitation = get_object_or_404(waiting, pk=pk)
    if request.method == "GET":
        return render(request, "workspaces/invitation.html", {"invitation": invitation, "space": invitation.space})
    answer = request.POST.get("answer")
    if answer == "accept":
        actions.accept_invitation(user=request.user, invitation=invitation)
        return redirect(invitation.space)
    if answer != "decline":
        return HttpResponse(status=422)
    actions.decline_invitation(user=request.user, invitation=invitation)
    flash.success(request, _("Vous avez décliné l’invitation."))
    return redirect("home")


@never_cache
@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def invited(request, key):
    """The link of the mail. Who has an account signs in and answers; who has none makes one, and is in."""
    digest = SpaceInvitation.digest_of(key)
    invitation = SpaceInvitation.objects.open().filter(key_digest=digest).select_related("space", "invited_by").first()
    if not invitation:
        return render(request, "workspaces/invited.html", {"closed": True}, status=404)
    answer_url = reverse("space-invitation", args=[invitation.pk])
    if request.user.is_authenticated:
        if policies.can_answer_invitation(request.user, invitation):
            return redirect(answer_url)
        return render(request, "workspaces/invited.html", {"another": True}, status=403)
    if User.objects.holding(invitation.email).filter(is_active=True).exists():
        return redirect_to_login(answer_url, settings.LOGIN_URL)
    form = GuestAccountForm(request.POST or None, email=invitation.email)
    if request.method == "POST" and form.is_valid():
        names = {name: form.cleaned_data[name] for name in ("first_name", "last_name")}
        try:
            user = actions.open_guest_account(invitation=invitation, password=form.password, **names)
        except PermissionDenied:
            return render(request, "workspaces/invited.html", {"closed": True}, status=404)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return enter(request, user, password=form.password, to=invitation.space.get_absolute_url())
    context = {"invitation": invitation, "space": invitation.space, "form": form}
    return render(request, "workspaces/invited.html", context, status=422 if form.is_bound else 200)
