"""Making folders, renaming them, moving them, deleting them."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.core.policies import require
from spaces.workspaces.views import space_or_404

from .. import actions, policies
from ..forms import FolderForm
from ..models import Folder
from .trails import trail


def folder_or_404(request, slug, pk):
    """The folder `pk` of the space, with what is around it."""
    folders = Folder.objects.visible_to(request.user).select_related("space", "parent__parent")
    return get_object_or_404(folders, space__slug=slug, pk=pk)


@require_http_methods(["GET", "POST"])
def folder_new(request, slug):
    """Make a folder: at the top, or inside the one of `?dans=`."""
    space = space_or_404(request, slug, policies.MODULE)
    inside = request.GET.get("dans", "")
    parent = folder_or_404(request, slug, int(inside)) if inside.isdecimal() else None
    require(policies.can_create_folder(request.user, space))
    form = FolderForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = actions.create_folder(author=request.user, space=space, parent=parent, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("name", error)
        else:
            flash.success(request, _("Le dossier « %(name)s » est créé.") % {"name": made.name})
            return redirect(made)
    context = {"space": space, "form": form, "trail": trail(space, parent), "parent": parent}
    return render(request, "documents/folder_form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def folder_edit(request, slug, pk):
    """Rename a folder, put it elsewhere, or delete it."""
    folder = folder_or_404(request, slug, pk)
    require(policies.can_edit_folder(request.user, folder))
    form = FolderForm(request.POST if request.method == "POST" else None, folder=folder)
    if form.is_bound and form.is_valid():
        try:
            actions.edit_folder(editor=request.user, folder=folder, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            if getattr(error, "code", "") == "changed":
                folder = folder_or_404(request, slug, pk)
                form.add_error(None, _where_now(folder))
                # What was typed stays; sent again, it is sent knowingly.
                form.data = {**form.data.dict(), "before": folder.fingerprint}
        else:
            flash.success(request, _("C’est enregistré."))
            return redirect(folder)
    context = {"space": folder.space, "folder": folder, "form": form, "trail": trail(folder.space, folder)}
    return render(request, "documents/folder_form.html", context, status=422 if form.is_bound else 200)


def _where_now(folder):
    words = _(
        "Il s’appelle à présent « %(name)s », dans « %(place)s ». Ce que vous avez tapé est gardé : enregistrez de "
        "nouveau pour le mettre à la place."
    )
    return words % {"name": folder.name, "place": folder.parent or _("Documents")}


@require_POST
def folder_delete(request, slug, pk):
    """Delete a folder that is empty."""
    folder = folder_or_404(request, slug, pk)
    try:
        actions.delete_folder(editor=request.user, folder=folder)
    except ValidationError as error:
        flash.error(request, error.messages[0])
        return redirect(folder)
    flash.success(request, _("Le dossier « %(name)s » est supprimé.") % {"name": folder.name})
    return redirect(folder.parent) if folder.parent else redirect("documents", slug=slug)
