"""Throwing a document away, and the bin of a space."""

from django.conf import settings
from django.contrib import messages as flash
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.policies import require
from spaces.workspaces.querysets import readable
from spaces.workspaces.views import space_context, space_or_404

from .. import actions, policies
from ..models import Document
from .documents import document_or_404
from .trails import trail

ON_A_PAGE = 30


def _binned_or_404(request, pk):
    """The document `pk` of the bin, for who may take it out; for others it is no more."""
    binned = Document.everywhere.in_bin().filter(space__in=readable(request.user))
    document = get_object_or_404(binned.with_files(), pk=pk)
    if not policies.can_restore_document(request.user, document):
        raise Http404
    return document


@require_http_methods(["GET", "POST"])
def delete(request, pk):
    """Put a document in the bin, after a page that asks."""
    document = document_or_404(request, pk)
    require(policies.can_delete_document(request.user, document))
    if request.method == "POST":
        actions.delete_document(actor=request.user, document=document)
        flash.success(request, _("« %(title)s » est dans la corbeille.") % {"title": document.title})
        return redirect("documents", slug=document.space.slug)
    context = {"document": document, "space": document.space, "days": settings.BIN_DAYS}
    return render(request, "documents/document_delete.html", context)


@require_GET
def bin_list(request, slug):
    """What was thrown away in a space and may still come back: one's own, and all of it for who leads."""
    space = space_or_404(request, slug, policies.MODULE)
    documents = space.documents(manager="everywhere").in_bin().with_files().select_related("folder", "binned_by")
    if not policies.can_add_document(request.user, space):
        documents = documents.none()
    elif not policies.can_lead_space(request.user, space):
        documents = documents.filter(author=request.user)
    context = {
        **space_context(request, space, "documents"),
        "trail": trail(space),
        "trail_end": _("Corbeille"),
        "page": Paginator(documents.order_by("-binned_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "documents/bin.html", context)


@require_POST
def restore(request, pk):
    """Take a document out of the bin."""
    document = _binned_or_404(request, pk)
    actions.restore_document(actor=request.user, document=document)
    flash.success(request, _("« %(title)s » est de retour.") % {"title": document.title})
    return redirect(document)


@require_http_methods(["GET", "POST"])
def destroy(request, pk):
    """Make an end of a document of the bin, after a page that asks."""
    document = _binned_or_404(request, pk)
    if request.method == "POST":
        actions.destroy_document(actor=request.user, document=document)
        flash.success(request, _("« %(title)s » est supprimé pour de bon.") % {"title": document.title})
        return redirect("documents-bin", slug=document.space.slug)
    context = {"document": document, "space": document.space, "trail": trail(document.space)}
    return render(request, "documents/document_destroy.html", context)
