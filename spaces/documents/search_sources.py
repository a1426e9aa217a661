"""Documents as search entries: title, description, and the words of the current file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource
from intranet.core.prepared import prepared
from intranet.files.models import StoredFile
from search.projection import project_all
from spaces.workspaces.models import SpacePage

from .constants import Audience
from .models import Document


def of_file(stored: StoredFile) -> Iterable[Document]:
    """The document whose current file this is: its words have just been read."""
    return Document.objects.filter(current__file=stored)


@prepared
def _beyond_spaces(reader: Any) -> QuerySet[Any, Any]:
    return Document.objects.beyond_spaces(reader).values_list("pk", flat=True)


class DocumentSource(SearchSource):
    """A document is found in its space; one that may leave it, also by who reads what it is attached to."""

    kind = "document"
    label = _("Documents")
    singular = _("Document")
    icon = "file-text"
    model = Document
    related = {StoredFile: of_file}

    def queryset(self) -> QuerySet[Any]:
        return Document.objects.select_related("space", "author", "current__file")

    def entry(self, obj: Document) -> SearchEntryData | None:
        if not obj.current:
            return None
        beyond = (f"document:{obj.pk}",) if obj.audience == Audience.POOL else ()
        return SearchEntryData(
            title=obj.title,
            url=obj.get_absolute_url(),
            containers=(*obj.space.containers("documents"), *beyond),
            headings=obj.description,
            body=obj.current.file.name,
            attachment=obj.current.file.text,
            organisation=obj.author.primary_organisation,
            space_id=obj.space_id,
            published=obj.created_at,
            modified=obj.updated_at,
        )

    def tokens(self, user: Any) -> Iterable[str]:
        return [f"document:{pk}" for pk in _beyond_spaces(user)]


def follow_modules(space: SpacePage, changed: set[str]) -> None:
    """The documents of a space were switched on or off: their entries are found, or no longer."""
    if "documents" in changed:
        project_all(DocumentSource(), Document.objects.filter(space=space))
