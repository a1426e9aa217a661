"""Documents as the API shows them."""

from datetime import datetime

from ninja import Schema


class VersionOut(Schema):
    """One state of a document."""

    number: int
    name: str
    mime_type: str
    size: int
    sha256: str
    author: str
    note: str
    created_at: datetime
    download_url: str


class DocumentOut(Schema):
    """A document and its versions, the last one first. `space` is empty when it is read through something else."""

    id: int
    title: str
    description: str
    audience: str
    space: int | None
    author: str
    url: str
    download_url: str
    created_at: datetime
    updated_at: datetime
    versions: list[VersionOut]
