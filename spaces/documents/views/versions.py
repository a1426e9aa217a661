"""New versions of a document, and old ones taken up again."""

from django.contrib import messages as flash
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from intranet.core.policies import require
from intranet.files.kinds import FileRefused

from .. import actions, policies
from ..forms import RestoreForm, VersionForm
from .documents import document_or_404


@require_http_methods(["GET", "POST"])
def version_new(request, pk):
    """Replace the file, under the same address."""
    document = document_or_404(request, pk)
    require(policies.can_replace_document(request.user, document))
    initial = {"base": document.current.number}
    form = VersionForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            version = actions.add_version(author=request.user, document=document, **form.cleaned_data)
        except FileRefused as refusal:
            form.add_error("upload", refusal.reason)
        else:
            _tell(request, document, version)
            return redirect(document)
    context = {"document": document, "space": document.space, "form": form}
    return render(request, "documents/version_form.html", context, status=422 if form.is_bound else 200)


def _tell(request, document, version):
    if not version.aside:
        flash.success(request, _("Nouvelle version déposée."))
        return
    document.refresh_from_db(fields=["current"])
    words = _(
        "%(name)s a déposé la version %(current)d pendant que vous prépariez la vôtre. Votre fichier est gardé : c’est "
        "la version %(number)d, mise de côté. Comparez-les, puis reprenez la vôtre si c’est elle qui vaut."
    )
    said = {"name": document.current.author, "current": document.current.number, "number": version.number}
    flash.warning(request, words % said)


@require_http_methods(["GET", "POST"])
def version_restore(request, pk, number):
    """Take up again what an older version was, and say why."""
    document = document_or_404(request, pk)
    require(policies.can_replace_document(request.user, document))
    version = get_object_or_404(document.versions.select_related("file", "author").defer("file__text"), number=number)
    form = RestoreForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = actions.restore_version(author=request.user, document=document, number=number, **form.cleaned_data)
        words = _("La version %(number)d est reprise : c’est à présent la version %(new)d.")
        flash.success(request, words % {"number": number, "new": made.number})
        return redirect(document)
    context = {"document": document, "space": document.space, "version": version, "form": form}
    return render(request, "documents/version_restore.html", context, status=422 if form.is_bound else 200)
