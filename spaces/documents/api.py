"""Documents in the API."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from ninja import Router

from .models import Document
from .policies import can_read_history
from .schemas import DocumentOut

router = Router(tags=["documents"])


@router.get("/{int:document_id}", response=DocumentOut)
def document(request, document_id: int):
    """One document, its versions and where their bytes are."""
    found = get_object_or_404(
        Document.objects.visible_to(request.user).select_related("space", "author"), pk=document_id
    )
    in_space = can_read_history(request.user, found)
    # What was set aside has never been what one reads.
    versions = found.versions.filter(aside=False) if in_space else found.versions.filter(pk=found.current_id)
    return {
        "id": found.pk,
        "title": found.title,
        "description": found.description,
        "audience": found.audience,
        "space": found.space_id if in_space else None,
        "author": str(found.author),
        "url": found.get_absolute_url(),
        "download_url": reverse("document-file", args=[found.pk]),
        "created_at": found.created_at,
        "updated_at": found.updated_at,
        "versions": [
            {
                "number": version.number,
                "name": version.file.name,
                "mime_type": version.file.mime_type,
                "size": version.file.size,
                "sha256": version.file.sha256,
                "author": str(version.author),
                "note": version.note,
                "created_at": version.created_at,
                "download_url": reverse("version-file", args=[found.pk, version.number]),
            }
            for version in versions.select_related("file", "author").defer("file__text")
        ],
    }
