"""The pages of one document: what it is, changing its sheet, moving it."""

from django.contrib import messages as flash
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from intranet.core.policies import require
from intranet.files.kinds import FileRefused

from .. import actions, policies
from ..forms import DocumentForm, MoveForm
from ..models import Document
from .trails import trail


def document_or_404(request, pk):
    """The document `pk`, through the rule."""
    documents = Document.objects.visible_to(request.user).with_files().with_people()
    return get_object_or_404(documents.select_related("folder__parent__parent"), pk=pk)


@require_GET
def document(request, pk):
    """A document: what it is, how it looks, its versions."""
    document = document_or_404(request, pk)
    user = request.user
    # Read through a lesson or a guide, it says nothing of the space it comes from.
    space = document.space if policies.can_read_history(user, document) else None
    versions = document.versions.select_related("file", "author").defer("file__text")
    context = {
        "document": document,
        "file": document.current.file,
        "versions": versions if space else versions.filter(pk=document.current_id),
        "tags": document.tags.all() if space else [],
        "space": space,
        "trail": trail(document.space, document.folder) if space else [],
        "can_replace": policies.can_replace_document(user, document),
        "can_edit": policies.can_edit_document(user, document),
    }
    return render(request, "documents/document.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change its title, its description, its tags, how far it may be attached."""
    document = document_or_404(request, pk)
    require(policies.can_edit_document(request.user, document))
    form = DocumentForm(request.POST or None, instance=document, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = {"audience": document.audience, **form.cleaned_data}
        # Binding the form changed the object: the action compares with what is kept.
        document.refresh_from_db(fields=["title", "description", "audience"])
        try:
            actions.edit_document(editor=request.user, document=document, **values)
        except ValidationError as error:
            _tell_what_changed(form, document, error)
        else:
            flash.success(request, _("C’est enregistré."))
            return redirect(document)
    context = {"document": document, "space": document.space, "form": form}
    return render(request, "documents/document_form.html", context, status=422 if form.is_bound else 200)


def _tell_what_changed(form, document, error):
    """The form keeps what was typed, shows what is kept, and saves over it if asked again."""
    document.refresh_from_db()
    words = _(
        "%(said)s Elle dit à présent : « %(title)s », étiquettes « %(tags)s ». Ce que vous avez tapé est gardé "
        "ci-dessous : enregistrez de nouveau pour le mettre à la place."
    ) % {"said": error.messages[0], "title": document.title, "tags": document.tag_names or _("aucune")}
    form.add_error(None, words)
    form.data = form.data.copy()
    form.data["before"] = document.fingerprint


@require_http_methods(["GET", "POST"])
def move(request, pk):
    """Put it in another folder, or in another space."""
    document = document_or_404(request, pk)
    require(policies.can_edit_document(request.user, document))
    form = MoveForm(request.POST if request.method == "POST" else None, document=document, user=request.user)
    if form.is_bound and form.is_valid():
        space, folder = form.where()
        try:
            before = form.cleaned_data["before"]
            actions.move_document(mover=request.user, document=document, space=space, folder=folder, before=before)
        except PermissionDenied:
            form.add_error("destination", _("Vous ne pouvez pas déposer ce document dans cet espace."))
        except FileRefused as refusal:
            form.add_error("destination", refusal.reason)
        except ValidationError as error:
            document = document_or_404(request, pk)
            values = {"said": error.messages[0], "place": document.folder or document.space.title}
            words = _(
                "%(said)s Il est à présent dans « %(place)s » : enregistrez de nouveau si vous le voulez ailleurs."
            )
            form.add_error("destination", words % values)
            form.data = {**form.data.dict(), "before": document.place}
        else:
            where = folder or (space.title if space else _("Documents"))
            flash.success(request, _("« %(title)s » est rangé dans %(where)s.") % {"title": document, "where": where})
            return redirect(document)
    context = {"document": document, "space": document.space, "form": form}
    return render(request, "documents/document_move.html", context, status=422 if form.is_bound else 200)
