"""A board as the API shows it."""

from datetime import date
from uuid import UUID

from ninja import Schema


class StepOut(Schema):
    """A step of the guide."""

    key: UUID
    number: int
    title: str


class StatusOut(Schema):
    """Where an organisation is with a step."""

    step: UUID
    status: str
    note: str
    on: date | None


class LineOut(Schema):
    """An organisation and its steps."""

    slug: str
    name: str
    statuses: list[StatusOut]


class BoardOut(Schema):
    """The roll-out that is open for a guide."""

    guide: int
    rollout: int
    starts_on: date
    target_on: date | None
    steps: list[StepOut]
    organisations: list[LineOut]
