"""Spaces as the API shows them."""

from datetime import datetime

from ninja import Schema


class SpaceOut(Schema):
    """A space the reader may see; `readable` says whether they may also read what is in it."""

    id: int
    slug: str
    title: str
    purpose: str
    access: str
    url: str
    readable: bool
    archived: bool
    # Told to who may read what is in it.
    active_at: datetime | None
