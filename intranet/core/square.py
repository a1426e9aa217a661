"""The square: a plan of blocks in the members' tinctures around a void, which is the parvis (`css/plan.css`)."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import cycle

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .crests import TINCTURES

# Shown when the reader may not know who the members are (signed out, a lost page): every tincture, in no one's order.
NOBODY = tuple((5 * n + 8) % TINCTURES for n in range(TINCTURES))
STREET = 6
LEAN = math.radians(-10)
WAVER = 0.14

Point = tuple[float, float]


@dataclass(frozen=True)
class Shape:
    """The sheet the plan is drawn on, the size of a block, and how many blocks the void takes the place of."""

    width: int
    height: int
    block: tuple[int, int]
    void: tuple[int, int]
    css_class: str = "plan"


SHAPES = {
    "wide": Shape(640, 200, (80, 70), (4, 2)),
    "tall": Shape(600, 860, (92, 100), (4, 5), "plan plan--fill"),
    "sheet": Shape(560, 420, (86, 80), (2, 2)),
}


@lru_cache(maxsize=256)
def plan(tinctures: tuple[int, ...], shape_name: str) -> SafeString:
    """The SVG of the square for these members' tinctures; the same members give the very same plan."""
    shape = SHAPES[shape_name]
    town = _Town(shape)
    members = cycle(tinctures or NOBODY)
    blocks = [
        format_html('<path class="block" data-t="{}" d="{}"/>', next(members), path)
        if fronts_the_void
        else format_html('<path class="block-plain" d="{}"/>', path)
        for path, fronts_the_void in town.blocks()
    ]
    trees = [
        format_html('<circle class="plan-tree" cx="{}" cy="{}" r="9"/>', round(x), round(y)) for x, y in town.trees()
    ]
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice" aria-hidden="true" focusable="false">'
        "{}</svg>",
        shape.css_class,
        shape.width,
        shape.height,
        format_html_join("", "{}", ((part,) for part in [*blocks, *trees])),
    )


class _Town:
    """Streets that lean and waver around a void of whole blocks; block (0, 0) would be its north-west corner."""

    def __init__(self, shape: Shape):
        self.shape = shape
        # A drawing, not a secret: the same at every start.
        self.chance = random.Random(f"{shape.width}x{shape.height}")  # noqa: S311
        self.wavers: dict[tuple[int, int], Point] = {}

    def blocks(self) -> Iterator[tuple[str, bool]]:
        """The outline of each block that reaches the sheet, and whether it fronts the void."""
        columns, rows = self.shape.void
        for row in range(-6, rows + 6):
            for column in range(-6, columns + 6):
                corners = [self.crossing(*at) for at in _around(column, row)]
                if not (0 <= column < columns and 0 <= row < rows) and self._on_the_sheet(corners):
                    yield _outline(corners), -1 <= column <= columns and -1 <= row <= rows

    def trees(self) -> Iterator[Point]:
        """Two rows of four trees, inside the square along its north and its south."""
        columns, rows = self.shape.void
        for row in (0.32, rows - 0.32):
            for n in range(4):
                yield self.place(columns * (n + 0.65) / 4.3, row)

    def crossing(self, column: int, row: int) -> Point:
        """Where two streets cross."""
        if (column, row) not in self.wavers:
            self.wavers[column, row] = (self.chance.uniform(-WAVER, WAVER), self.chance.uniform(-WAVER, WAVER))
        right, down = self.wavers[column, row]
        return self.place(column + right, row + down)

    def place(self, column: float, row: float) -> Point:
        """A point of the town on the sheet: the middle of the void is the middle of the sheet."""
        x = (column - self.shape.void[0] / 2) * self.shape.block[0]
        y = (row - self.shape.void[1] / 2) * self.shape.block[1]
        return (
            self.shape.width / 2 + x * math.cos(LEAN) - y * math.sin(LEAN),
            self.shape.height / 2 + x * math.sin(LEAN) + y * math.cos(LEAN),
        )

    def _on_the_sheet(self, corners: Sequence[Point]) -> bool:
        xs, ys = zip(*corners, strict=True)
        return max(xs) > 0 and min(xs) < self.shape.width and max(ys) > 0 and min(ys) < self.shape.height


def _around(column: int, row: int) -> tuple[tuple[int, int], ...]:
    return (column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)


def _outline(corners: Sequence[Point]) -> str:
    """The path of a block: its corners, drawn in by half a street."""
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    keep = 1 - STREET * math.sqrt(2) / max(math.dist(corner, middle) for corner in corners)
    drawn = [(middle[0] + (x - middle[0]) * keep, middle[1] + (y - middle[1]) * keep) for x, y in corners]
    return "M" + "L".join(f"{x:.0f},{y:.0f}" for x, y in drawn) + "z"
