"""The content as it is read, and what may be asked of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .findings import Findings

Row = dict[str, Any]
# What each kind must say, and how many of it there are.
KINDS = {
    "organisations": ("name short_name kind siret mail_domain description", 19),
    "people": ("first_name last_name email memberships job_title roles bio status joined", 65),
    "themes": ("name description", 14),
    "spaces": ("name access themes created intro members", 11),
    "lessons": (
        "title organisation authors themes period cost effort_days tools population status audience body",
        44,
    ),
    "guides": ("title owners leads space start target themes audience updated intro steps rollout", 6),
    "threads": ("title space kind state messages", 34),
    "news": ("title author at body", 12),
    "events": ("title space organiser day start end place body", 18),
    "documents": ("title file space author uploaded audience description", 20),
}
LISTS = {"synonyms": 60, "queries": 40}
MESSAGES = 320


class Content:
    """Every kind by slug (`content.people["…"]`), lists as they are (`content.queries`).

    While it is checked: `active`, who does something; `uses`, where each document is attached.
    """

    organisations: dict[str, Row]
    people: dict[str, Row]
    themes: dict[str, Row]
    spaces: dict[str, Row]
    lessons: dict[str, Row]
    guides: dict[str, Row]
    threads: dict[str, Row]
    news: dict[str, Row]
    events: dict[str, Row]
    documents: dict[str, Row]
    synonyms: list[Row]
    queries: list[Row]

    def __init__(self, root: Path, findings: Findings) -> None:
        self.root = root
        self.findings = findings
        for kind, (needed, _count) in KINDS.items():
            setattr(self, kind, self._index(kind, needed.split()))
        for name in LISTS:
            setattr(self, name, self.load(name))
        self.active: set[str] = set()
        self.uses: dict[str, list[str]] = {}

    def load(self, name: str) -> list[Row]:
        """The rows of the list `name`."""
        return yaml.safe_load((self.root / f"{name}.yaml").read_text("utf-8"))

    def organisations_of(self, person: str) -> set[str]:
        """Where this person works."""
        return {each["organisation"] for each in self.people[person]["memberships"]} if person in self.people else set()

    def can_read(self, person: str, space: str, day: int = 0) -> bool:
        """The rule of spaces on that day: a guest, or someone pending, only where invited."""
        who, where = self.people.get(person), self.spaces.get(space)
        if not who or not where or not who["joined"]["day"] <= day <= who.get("left", {}).get("day", 9999):
            return False
        is_member = any(each["person"] == person for each in where["members"])
        is_agent = any(
            self.organisations[each["organisation"]].get("in_pool", True)
            for each in who["memberships"]
            if each["organisation"] in self.organisations
        )
        if not is_agent or where["access"] in {"private", "on_request"}:
            return is_member
        listed = set(where["organisations"])
        return where["access"] == "open" or is_member or bool(self.organisations_of(person) & listed)

    def attach(self, document: str, where: str) -> None:
        """Note that `document` is attached in that space, or to what the pool reads."""
        self.uses.setdefault(document, []).append(where)

    def _index(self, kind: str, needed: list[str]) -> dict[str, Row]:
        rows = self._folder(kind) if (self.root / kind).is_dir() else self.load(kind)
        by_slug: dict[str, Row] = {}
        for row in rows:
            where = f"{kind}:{row.get('slug')}"
            for name in needed:
                if row.get(name) in (None, ""):
                    self.findings.fail(where, f"missing {name}")
            if row.get("slug") in by_slug:
                self.findings.fail(where, "duplicate slug")
            by_slug[row.get("slug", "")] = row
        return by_slug

    def _folder(self, name: str) -> list[Row]:
        rows = []
        for path in sorted((self.root / name).iterdir()):
            text = path.read_text("utf-8")
            if path.suffix == ".md":
                _, front, body = text.split("---\n", 2)
                row = yaml.safe_load(front) | {"body": body.strip()}
            else:
                row = yaml.safe_load(text)
            if row.get("slug") != path.stem:
                self.findings.fail(f"{name}/{path.name}", "slug differs from file name")
            rows.append(row)
        return rows
