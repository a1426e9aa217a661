"""What only the whole shows: documents and their uses, who does something, who signs in, how much there is."""

from __future__ import annotations

import re
from pathlib import Path

from .content import KINDS, LISTS, Content
from .findings import Findings
from .places import ROLES

LIGHT = 3_000_000
NOWHERE = re.compile(r"/(work|tmp|home|farm)/|https?://")


def check_documents(content: Content, findings: Findings) -> None:
    """Every file is listed, light, attached somewhere, and nowhere beyond its audience."""
    files = {path.name: path for path in (content.root / "files").iterdir()}
    if {Path(document["file"]).name for document in content.documents.values()} != set(files):
        findings.fail("documents", "files and documents.yaml differ")
    if sum(path.stat().st_size for path in files.values()) > LIGHT:
        findings.fail("files", "over 3 MB")
    for slug, document in content.documents.items():
        findings.known(slug, document["space"], content.spaces, "space")
        findings.known(slug, document["author"], content.people, "person")
        findings.dated(slug, document["uploaded"])
        findings.one_of(slug, document["audience"], {"pool", "space"})
        if document["audience"] == "space" and set(content.uses.get(slug, [])) - {document["space"]}:
            findings.fail(slug, "a space document is used outside its space")
        if slug not in content.uses:
            findings.fail(slug, "is attached to nothing")
        if not content.can_read(document["author"], document["space"], document["uploaded"]["day"]):
            findings.fail(slug, "author cannot read its space")
        content.active.add(document["author"])


def check_activity(content: Content, findings: Findings) -> None:
    """Newcomers have done nothing yet; everyone else has."""
    for slug, person in content.people.items():
        if (person["status"] in {"new", "pending"}) == (slug in content.active):
            findings.fail(slug, "newcomers have no activity, everyone else has some")


def check_sign_in(content: Content, findings: Findings) -> None:
    """The people of the demo's door, and what they have not read."""
    for row in content.load("sign_in"):
        person = row["person"]
        where = f"sign_in:{person}"
        findings.known(where, person, content.people, "person")
        findings.known(where, row["follows"], content.themes, "theme")
        findings.one_of(where, row["shows"], ROLES)
        if row["shows"] != "agent" and row["shows"] not in content.people.get(person, {}).get("roles", []):
            findings.fail(where, f"is not {row['shows']}")
        for unread in row["unread"]:
            findings.known(where, unread["thread"], content.threads, "thread")
            if unread["thread"] not in content.threads:
                continue
            thread = content.threads[unread["thread"]]
            before_the_last = {message["id"] for message in thread["messages"][:-1]}
            findings.known(where, unread["last_read"], before_the_last, "message before the last")
            if not content.can_read(person, thread["space"]):
                findings.fail(where, f"cannot read {unread['thread']}")


def check_synonyms(content: Content, findings: Findings) -> None:
    """A term heads one group, which is not empty."""
    terms = {row["term"].lower() for row in content.synonyms}
    if len(terms) != len(content.synonyms) or not all(row["synonyms"] for row in content.synonyms):
        findings.fail("synonyms", "duplicate term or empty list")


def check_texts(content: Content, findings: Findings) -> None:
    """Nothing leads outside, nothing tells of a machine."""
    for path in content.root.rglob("*"):
        if path.suffix in {".yaml", ".md"} and NOWHERE.search(path.read_text("utf-8")):
            findings.fail(path.name, "holds a machine path or a link")


def check_counts(content: Content, findings: Findings) -> None:
    """There is as much of each kind as the story says."""
    for name, wanted in {**{kind: count for kind, (_needed, count) in KINDS.items()}, **LISTS}.items():
        found = len(getattr(content, name))
        if found != wanted:
            findings.fail(name, f"{found} instead of {wanted}")
