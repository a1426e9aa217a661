"""People as search entries: only what every agent may see of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from intranet.core.plugs import SearchEntryData, SearchSource

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
        return User.objects.with_organisations()

    def entry(self, obj: User) -> SearchEntryData | None:
        if not obj.is_agent:
            return None
        return SearchEntryData(
            title=obj.full_name,
            url=obj.get_absolute_url(),
            containers=("agents",),
            headings=". ".join(filter(None, [obj.job_title, obj.skills])),
            body=". ".join(filter(None, [obj.bio, ", ".join(map(str, obj.organisations))])),
            organisation=obj.primary_organisation,
            published=obj.date_joined,
        )

    def visible(self, user: Any, ids: Iterable[int]) -> set[int]:
        return set(User.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
