"""Who is where with which step, as rows and columns: in as many queries for three communes as for three hundred."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from intranet.organisations.models import Organisation

from ..constants import StepState
from .rollouts import Rollout, StepStatus

PASSED = {StepState.DONE, StepState.NA}


@dataclass
class Cell:
    """One organisation at one step."""

    number: int
    status: str = StepState.TODO
    note: str = ""
    row: StepStatus | None = None


@dataclass
class Line:
    """One organisation and its cells, in the order of the steps."""

    organisation: Organisation
    mine: bool
    cells: list[Cell] = field(default_factory=list)

    @property
    def statuses(self) -> list[str]:
        """The states alone, for paving."""
        return [cell.status for cell in self.cells]

    @property
    def is_blocked(self) -> bool:
        """Whether a step is blocked."""
        return StepState.BLOCKED in self.statuses

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to do."""
        return set(self.statuses) <= PASSED

    @property
    def blocks(self) -> list[Cell]:
        """Its blocked steps, with what was said of them."""
        return [cell for cell in self.cells if cell.status == StepState.BLOCKED]

    @property
    def notes(self) -> list[Cell]:
        """Its other steps of which something was said."""
        return [cell for cell in self.cells if cell.note and cell.status != StepState.BLOCKED]


def lines_of(rollout: Rollout, steps: list[Any], user: Any, organisations: Any = None) -> list[Line]:
    """The board of `rollout` for its `steps`: one's own organisations first, then by name. Two queries, none when the
    statuses and the organisations have been prefetched.
    """
    prefetch_related_objects([rollout], "statuses")
    known: dict[tuple[int, Any], StepStatus] = {
        (row.organisation_id, row.step_key): row for row in rollout.statuses.all()
    }
    mine = set(user.pool_organisation_ids)
    lines = []
    for organisation in rollout.organisations.all() if organisations is None else organisations:
        line = Line(organisation, organisation.pk in mine)
        for number, step in enumerate(steps, 1):
            row = known.get((organisation.pk, step.key))
            line.cells.append(Cell(number, row.status, row.note, row) if row else Cell(number))
        lines.append(line)
    return sorted(lines, key=lambda line: (not line.mine, line.organisation.short_name))


def passed_by_step(lines: list[Line], steps: list[Any]) -> list[dict[str, Any]]:
    """For each step, how many organisations are past it."""
    return [
        {"step": step, "number": n + 1, "passed": sum(line.cells[n].status in PASSED for line in lines)}
        for n, step in enumerate(steps)
    ]
