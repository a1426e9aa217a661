"""Lessons as the API shows them."""

from datetime import datetime

from ninja import Schema


class LessonOut(Schema):
    """A published lesson, in a list."""

    id: int
    slug: str
    title: str
    summary: str
    organisation: str
    authors: list[str]
    themes: list[str]
    reuses: int
    url: str
    published: datetime | None
