"""The demo's content, read from `content/`, with its dates turned into moments around today (`content/README.md`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from intranet.core.text import spaced

CONTENT = Path(__file__).resolve().parent / "content"
PASSWORD = "parvis-demo"  # noqa: S105 — of invented people, on a loopback address


class Story:
    """What the demo tells.

    Apps read it in their `demo.py`, and keep in `made` what they make of it, by kind and slug.
    """

    password = PASSWORD

    def __init__(self, today: date | None = None):
        self.today = today or timezone.localdate()
        self.made: dict[tuple[str, str], Any] = {}

    def __getattr__(self, name: str) -> list[dict[str, Any]]:
        """`story.people`, `story.threads`…: one list a file or folder of the content."""
        path = CONTENT / f"{name}.yaml"
        if path.exists():
            rows = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 — the safe loader, in C when there is one
        elif (CONTENT / name).is_dir():
            rows = [_read(each) for each in sorted((CONTENT / name).iterdir())]
        else:
            raise AttributeError(name)
        rows = _spaced(rows)
        setattr(self, name, rows)
        return rows

    def keep(self, kind: str, slug: str, obj: Any) -> Any:
        """Remember what was made for `slug`, for the acts that come after."""
        self.made[kind, slug] = obj
        return obj

    def get(self, kind: str, slug: str) -> Any:
        """What was made for `slug` of `kind` (organisation, person, theme, space, document…)."""
        made = self.made[kind, slug]
        # A person remembers their memberships: read again, since time has passed.
        return type(made).objects.get(pk=made.pk) if kind == "person" else made

    def filed_under(self, slugs: list[str] | None) -> list[Any]:
        """Themes by slug."""
        return [self.get("theme", slug) for slug in slugs or []]

    def day(self, value: Any) -> date:
        """The day that `{day: -12}`, `-12`, `{date: 2018-09-12}` or `{month: 2018-09}` means."""
        if isinstance(value, dict) and "day" not in value:
            said = value.get("date") or f"{value['month']}-01"
            return said if isinstance(said, date) else date.fromisoformat(str(said))
        return self.today + timedelta(days=value["day"] if isinstance(value, dict) else int(value))

    def moment(self, value: Any, clock: str = "09:00", shift: int = 0) -> datetime:
        """The moment that `-12 09:14`, or a day at `clock` local time, means; `shift` days later."""
        if isinstance(value, str) and " " in value:
            offset, clock = value.split()
            value = int(offset)
        local = datetime.combine(self.day(value) + timedelta(days=shift), time.fromisoformat(clock))
        return timezone.make_aware(local)

    @cached_property
    def joined(self) -> dict[str, datetime]:
        """When each person came."""
        return {row["slug"]: self.moment(row["joined"], "08:00") for row in self.people}

    def file(self, name: str) -> bytes:
        """The bytes of one of the content's files."""
        return (CONTENT / name).read_bytes()


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _spaced(value: Any) -> Any:
    """The content's one-line texts with French spaces; Markdown gets them when it is shown."""
    if isinstance(value, dict):
        return {key: _spaced(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_spaced(each) for each in value]
    return spaced(value) if isinstance(value, str) and "\n" not in value else value


def _read(path: Path) -> dict[str, Any]:
    text = path.read_text("utf-8")
    if path.suffix != ".md":
        return yaml.load(text, Loader=_Loader)  # noqa: S506 — the safe loader
    _, front, body = text.split("---\n", 2)
    return yaml.load(front, Loader=_Loader) | {"body": body.strip()}  # noqa: S506 — the safe loader


Acts = Callable[[Story], Any]
