"""What is wrong with the content, gathered, and the checks that every file needs."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

AT = re.compile(r"^-?\d+ ([01]\d|2[0-3]):[0-5]\d$")


class Findings:
    """Errors, each with where it is."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def fail(self, where: str, what: str) -> None:
        """Note an error."""
        self.errors.append(f"{where}: {what}")

    def known(self, where: str, slugs: str | Iterable[str] | None, table: Collection[str], what: str) -> None:
        """Every slug is one of `table`."""
        for slug in [slugs] if isinstance(slugs, str) else slugs or []:
            if slug not in table:
                self.fail(where, f"unknown {what}: {slug}")

    def one_of(self, where: str, value: Any, allowed: set) -> None:
        """A value of a closed list."""
        if value not in allowed:
            self.fail(where, f"not one of {sorted(allowed)}: {value!r}")

    def dated(self, where: str, value: Any) -> None:
        """A date is {day: offset}, {date: YYYY-MM-DD} or {month: YYYY-MM}."""
        if not isinstance(value, dict) or len(set(value) & {"day", "date", "month"}) != 1 or not _is_date(value):
            self.fail(where, f"bad date {value!r}")


def _is_date(value: dict) -> bool:
    if "day" in value:
        return isinstance(value["day"], int) and -4000 < value["day"] < 400
    try:
        date.fromisoformat(str(value.get("date") or f"{value['month']}-01"))
    except ValueError:
        return False
    return True


def minutes(at: str) -> int:
    """A moment `"<day> <hh>:<mm>"` in minutes from today's midnight."""
    day, clock = at.split()
    return int(day) * 1440 + int(clock[:2]) * 60 + int(clock[3:])
