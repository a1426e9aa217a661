"""Archiving a space, putting it in the bin, and back."""

from django.conf import settings
from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.policies import require

from .. import actions, policies
from ..models import SpacePage
from .context import space_context, space_or_404


@require_http_methods(["GET", "POST"])
def archive(request, slug):
    """Make it read-only, after a page that says what that does."""
    space = space_or_404(request, slug)
    require(policies.can_archive_space(request.user, space))
    if request.method == "POST":
        actions.archive_space(lead=request.user, space=space)
        flash.success(request, _("L’espace est archivé : il se lit, il ne s’écrit plus."))
        return redirect(space)
    return render(request, "workspaces/archive.html", space_context(request, space, "space"))


@require_POST
def reopen(request, slug):
    """Let people write in it again."""
    space = space_or_404(request, slug)
    actions.reopen_space(lead=request.user, space=space)
    flash.success(request, _("L’espace est rouvert."))
    return redirect(space)


@require_http_methods(["GET", "POST"])
def to_bin(request, slug):
    """Put it in the bin, after a page that says what that does."""
    space = space_or_404(request, slug)
    require(policies.can_archive_space(request.user, space))
    if request.method == "POST":
        actions.bin_space(lead=request.user, space=space)
        flash.success(request, _("« %(space)s » est dans la corbeille.") % {"space": space.title})
        return redirect("space-bin")
    context = {**space_context(request, space, "space"), "days": settings.SPACE_BIN_DAYS}
    return render(request, "workspaces/to_bin.html", context)


@require_POST
def restore(request, pk):
    """Take a space out of the bin."""
    space = get_object_or_404(SpacePage.objects.binned_by(request.user), pk=pk)
    actions.restore_space(by=request.user, space=space)
    flash.success(request, _("« %(space)s » est de nouveau là.") % {"space": space.title})
    # An administrator gives it back without reading it.
    return redirect(space) if policies.can_read_space(request.user, space) else redirect("space-bin")


@require_http_methods(["GET", "POST"])
def delete(request, pk):
    """Take a space away for good, after a page that asks."""
    space = get_object_or_404(SpacePage.objects.binned_by(request.user), pk=pk)
    if request.method == "GET":
        empty = actions.is_empty(space)
        may_go = policies.can_delete_space(request.user, space, empty=empty)
        context = {"space": space, "empty": empty, "may_go": may_go}
        return render(request, "workspaces/delete.html", context)
    try:
        actions.delete_space(by=request.user, space=space)
    except ValidationError as error:
        flash.error(request, error.messages[0])
    else:
        flash.success(request, _("« %(space)s » est supprimé.") % {"space": space.title})
    return redirect("space-bin")
