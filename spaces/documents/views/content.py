"""The bytes of documents, by the rule of the document on every request."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from intranet.files.serving import serve_file, serve_thumbnail

from .. import policies
from ..models import Document, Version


def _document_or_404(request, pk):
    documents = (
        Document.objects.visible_to(request.user).select_related("current__file", "space").defer("current__file__text")
    )
    return get_object_or_404(documents, pk=pk)


@require_safe
def document_file(request, pk, number=None):
    """The bytes of a document: its current version, or the one asked for; `?voir` opens what a browser can show."""
    document = _document_or_404(request, pk)
    stored = document.current.file
    if number and number != document.current.number:
        if not policies.can_read_history(request.user, document):
            raise Http404
        versions = Version.objects.select_related("file").defer("file__text")
        stored = get_object_or_404(versions, document=document, number=number).file
    return serve_file(request, stored, inline="voir" in request.GET)


@require_safe
def document_thumbnail(request, pk, size):
    """The small picture of an image."""
    return serve_thumbnail(request, _document_or_404(request, pk).current.file, size)
