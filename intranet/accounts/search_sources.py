"""People as search entries: only what every agent may see of them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Value
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource

from .constants import Nearness
from .models import Membership, User


class PersonSource(SearchSource):
    """An agent, for agents. Guests of the pool are found by nobody."""

    kind = "person"
    weight = 0.5
    label = _("Personnes")
    singular = _("Personne")
    icon = "id-card"
    template = "accounts/_search_result.html"
    model = User
    ages = True
    related = {Membership: lambda membership: [membership.user]}

    def queryset(self) -> QuerySet[Any]:
        # A result shows the photo that every agent may see.
        return User.objects.with_organisations().annotate(nearness=Value(Nearness.AGENT))

    def entry(self, obj: User) -> SearchEntryData | None:
        if not obj.is_agent:
            return None
        card = obj.card(Nearness.AGENT)
        return SearchEntryData(
            title=obj.full_name,
            url=obj.get_absolute_url(),
            containers=("agents",),
            headings=". ".join(filter(None, [card.job_title, card.skills])),
            body=". ".join(filter(None, [card.bio, ", ".join(map(str, obj.organisations))])),
            organisation=obj.primary_organisation,
            published=obj.date_joined,
        )
