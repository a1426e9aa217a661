"""Which organisations a person may look at."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


class OrganisationQuerySet(QuerySet[Any]):
    """Organisations, through the rule."""

    def visible_to(self, user: Any) -> OrganisationQuerySet:
        """Every organisation for an agent of the pool; nothing for a guest, a pending person or nobody."""
        return self.all() if user.is_authenticated and user.is_agent else self.none()

    def managed_by(self, user: Any) -> OrganisationQuerySet:
        """Those whose agents `user` brings in, moves and lets go: a referent's own; for an editor, every one."""
        if not user.is_authenticated or not user.is_agent:
            return self.none()
        return self.all() if user.is_editor else self.filter(pk__in=[each.pk for each in user.refers_to])

    def in_pool(self) -> OrganisationQuerySet:
        """The members of the pool, whose people are agents."""
        return self.filter(in_pool=True)
