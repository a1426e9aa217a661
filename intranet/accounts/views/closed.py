"""Accounts that are closed: what their person is told, and opening one again."""

from django.contrib import messages as flash
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from intranet.core.policies import require

from .. import actions
from ..adapter import CLOSED
from ..models import Dormancy, User
from ..policies import can_reopen_account
from .agents import managed


@never_cache
@login_not_required
@require_GET
def closed(request):
    """Why one may not enter, and whom to ask. By name only for who has just given the password of that account."""
    user = User.objects.filter(pk=request.session.get(CLOSED), is_active=False).select_related("dormancy").first()
    referents = {}
    for organisation in user.organisations if user else []:
        referents |= {each.pk: each for each in User.objects.referents_of(organisation).exclude(pk=user.pk)}
    context = {
        "unused": getattr(user, "dormancy", None) if user else None,
        "referents": list(referents.values()),
    }
    return render(request, "account/account_inactive.html", context)


@require_POST
def reopen(request, slug, person):
    """Open again the account of an agent that nobody used."""
    organisation = managed(request, slug)
    held = organisation.memberships.active().filter(user__slug=person)
    unused = Dormancy.objects.visible_to(request.user).filter(user__in=held.values("user"))
    found = get_object_or_404(unused.select_related("user"), closed_at__isnull=False, user__is_active=False)
    require(can_reopen_account(request.user, found))
    actions.reopen_account(by=request.user, user=found.user)
    flash.success(request, _("Le compte de %(name)s est rouvert.") % {"name": found.user})
    return redirect("agents", slug=slug)
