"""Search in the API."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Router
from ninja.errors import HttpError

from .asked import MAX_TEXT
from .queries import Criteria, Result, search
from .queries.criteria import LAST_PAGE, values
from .schemas import SearchOut

router = Router(tags=["search"])
Several = Annotated[list[str], Query(default_factory=list)]


@router.get("", response=SearchOut, url_name="search")
def find(
    request: HttpRequest,
    q: str = "",
    organisation: Several = [],  # noqa: B006 — ninja copies it
    space: Several = [],  # noqa: B006
    kind: Several = [],  # noqa: B006
    theme: Several = [],  # noqa: B006
    since: date | None = None,
    until: date | None = None,
    sort: str = "",
    page: int = 1,
) -> dict[str, Any]:
    """What the person may read that answers `q`: ten hits a page, and facets over all of them."""
    criteria = Criteria(
        q=" ".join(q[:MAX_TEXT].split()),
        organisation=values(organisation),
        space=values(space),
        kind=values(kind),
        theme=values(theme),
        since=since,
        until=until,
        newest_first=sort == "date",
        page=min(max(page, 1), LAST_PAGE),
    )
    found = search(request.user, criteria)
    if found.asked_something and not found.engine:
        raise HttpError(503, "Search is not available now.")
    return {
        "total": found.total,
        "hits": [_hit(result) for result in found.results],
        "facets": {
            "date" if facet.name == "since" else facet.name: [
                {"value": option.value, "label": option.label, "count": option.count} for option in facet.options
            ]
            for facet in found.facets
        },
        "engine": found.engine,
        "correction": found.correction,
    }


def _hit(result: Result) -> dict[str, Any]:
    entry, organisation = result.entry, result.organisation
    return {
        "key": entry.key,
        "kind": entry.kind,
        "title": entry.title,
        "url": entry.url,
        "organisation": {"id": organisation.pk, "name": str(organisation)} if organisation else None,
        "space": {"id": entry.space_id, "name": result.space} if result.space else None,
        "date": result.date,
        "passages": [str(passage) for passage in result.passages],
    }
