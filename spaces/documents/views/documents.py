"""The pages of one document."""

from django.contrib import messages as flash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.core.policies import require
from spaces.workspaces.policies import can_read_space

from .. import actions, policies
from ..forms import DocumentForm, VersionForm
from ..models import Document


def document_or_404(request, pk):
    """The document `pk`, through the rule."""
    return get_object_or_404(Document.objects.visible_to(request.user).with_files().with_people(), pk=pk)


@require_GET
def document(request, pk):
    """A document: what it is, how it looks, its versions."""
    document = document_or_404(request, pk)
    user = request.user
    context = {
        "document": document,
        "file": document.current.file,
        "versions": document.versions.select_related("file", "author").defer("file__text"),
        # Read through a lesson or a guide, it says nothing of the space it comes from.
        "space": document.space if can_read_space(user, document.space) else None,
        "can_replace": policies.can_replace_document(user, document),
        "can_edit": policies.can_edit_document(user, document),
        "can_delete": policies.can_delete_document(user, document),
    }
    return render(request, "documents/document.html", context)


@require_http_methods(["GET", "POST"])
def version_new(request, pk):
    """Replace the file, under the same address."""
    document = document_or_404(request, pk)
    require(policies.can_replace_document(request.user, document))
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actions.add_version(author=request.user, document=document, **form.cleaned_data)
        flash.success(request, _("Nouvelle version déposée."))
        return redirect(document)
    context = {"document": document, "space": document.space, "form": form}
    return render(request, "documents/version_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change its title, its description, how far it may be attached."""
    document = document_or_404(request, pk)
    require(policies.can_edit_document(request.user, document))
    form = DocumentForm(request.POST or None, instance=document, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = {"audience": document.audience, **form.cleaned_data}
        # Binding the form changed the object: the action compares with what is kept.
        document.refresh_from_db(fields=["title", "description", "audience"])
        actions.edit_document(editor=request.user, document=document, **values)
        return redirect(document)
    context = {"document": document, "space": document.space, "form": form}
    return render(request, "documents/document_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def delete(request, pk):
    """Take a document away, after a page that asks."""
    document = document_or_404(request, pk)
    require(policies.can_delete_document(request.user, document))
    if request.method == "POST":
        actions.delete_document(actor=request.user, document=document)
        flash.success(request, _("« %(title)s » est supprimé.") % {"title": document.title})
        return redirect("documents", slug=document.space.slug)
    return render(request, "documents/document_delete.html", {"document": document, "space": document.space})
