"""The searches of the story: what each must find, and the gaps that must find nothing."""

from __future__ import annotations

import re
import unicodedata

from .content import Content, Row
from .findings import Findings

# Not of the story: they name what is searched.
APART = {"queries.yaml", "sign_in.yaml", "README.md", "STORY.md"}
EMPTY = {"de", "des", "du", "la", "le", "les", "un", "une", "et", "en"}
ORGANISATIONS_ASKING = 3


def check_queries(content: Content, findings: Findings) -> None:
    """Expected items are readable by the reader; the words of a gap occur nowhere."""
    words = _words(content)
    for query in content.queries:
        where = f"query {query['query']!r}"
        findings.known(where, query["reader"], content.people, "person")
        if bool(query.get("gap")) == bool(query["expect"]):
            findings.fail(where, "either expected items, or gap: true")
        for expected in query["expect"]:
            _check_expected(content, findings, where, query["reader"], expected)
        if query.get("gap"):
            findings.known(where, query["asked_by"], content.people, "person")
            asking = {each for person in query["asked_by"] for each in content.organisations_of(person)}
            if len(asking) < ORGANISATIONS_ASKING:
                findings.fail(where, "asked by agents of at least three organisations")
            for word in sorted(_letters(query["query"]) - EMPTY):
                hits = sorted(each for each in words if each[:5] == word[:5])
                if hits:
                    findings.fail(where, f"matches {hits[:3]}")


def _check_expected(content: Content, findings: Findings, where: str, reader: str, expected: Row) -> None:
    kind, slug = expected["kind"], expected["slug"]
    plural = {"person": "people", "news": "news"}.get(kind, f"{kind}s")
    table = getattr(content, plural, {})
    findings.known(where, slug, table, kind)
    findings.one_of(where, expected["grade"], {1, 2, 3})
    item = table.get(slug, {})
    if kind == "lesson" and (item.get("status") != "published" or item["audience"]["scope"] != "pool"):
        findings.fail(where, f"{slug} is not readable by the pool")
    if item.get("space") in content.spaces and kind != "document" and not content.can_read(reader, item["space"]):
        findings.fail(where, f"{reader} cannot read {slug}")


def _words(content: Content) -> set[str]:
    texts = (
        path.read_text("utf-8")
        for path in content.root.rglob("*")
        if path.suffix in {".yaml", ".md", ".csv"} and path.name not in APART
    )
    return _letters("\n".join(texts))


def _letters(text: str) -> set[str]:
    folded = unicodedata.normalize("NFD", str(text).lower()).encode("ascii", "ignore").decode()
    return set(re.findall(r"[a-z0-9]+", folded))
