"""Organisations as search entries."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource

from .models import DeclaredTool, Organisation


class OrganisationSource(SearchSource):
    """An organisation, for agents."""

    kind = "organisation"
    weight = 0.5
    label = _("Collectivités")
    singular = _("Collectivité")
    icon = "landmark"
    model = Organisation
    related = {DeclaredTool: lambda tool: [tool.organisation]}

    def queryset(self) -> QuerySet[Any]:
        return Organisation.objects.prefetch_related("tools")

    def entry(self, obj: Organisation) -> SearchEntryData:
        return SearchEntryData(
            title=obj.name,
            url=obj.get_absolute_url(),
            containers=("agents",),
            headings=f"{obj.short_name} {obj.get_kind_display()}",
            body=" ".join([obj.description, *(tool.name for tool in obj.tools.all())]),
            organisation=obj,
        )
