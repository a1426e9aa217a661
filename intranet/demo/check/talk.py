"""Threads, news, events."""

from __future__ import annotations

from .content import MESSAGES, Content, Row
from .findings import AT, Findings, minutes

THREAD_KINDS = {"question", "discussion", "announcement"}
THREAD_STATES = {"open", "solved", "closed"}
REACTIONS = {"utile", "merci", "bravo", "idee", "rire", "soutien"}
METROPOLE = "orsaine-metropole"


def check_threads(content: Content, findings: Findings) -> None:
    """Messages in order, by people who could read on that day."""
    for slug, thread in content.threads.items():
        findings.known(slug, thread["space"], content.spaces, "space")
        findings.known(slug, thread["themes"], content.themes, "theme")
        findings.one_of(slug, thread["kind"], THREAD_KINDS)
        findings.one_of(slug, thread["state"], THREAD_STATES)
        if "anchor_weekday" in thread:
            findings.one_of(slug, thread["anchor_weekday"], set(range(7)))
        seen: set[str] = set()
        last = -(10**9)
        for message in thread["messages"]:
            where = f"{slug}/{message['id']}"
            if message["id"] in seen:
                findings.fail(where, "duplicate id")
            if not AT.match(message["at"]):
                findings.fail(where, f"bad time {message['at']!r}")
                continue
            if minutes(message["at"]) < last:
                findings.fail(where, "out of order")
            last = minutes(message["at"])
            _check_message(content, findings, where, thread["space"], message, seen)
            seen.add(message["id"])
        accepted = any(message.get("accepted") for message in thread["messages"])
        if thread["kind"] == "question" and (thread["state"] == "solved") != accepted:
            findings.fail(slug, "solved questions, and only they, have an accepted answer")
    total = sum(len(thread["messages"]) for thread in content.threads.values())
    if total < MESSAGES:
        findings.fail("messages", f"{total} instead of {MESSAGES}")


def _check_message(
    content: Content, findings: Findings, where: str, space: str, message: Row, earlier: set[str]
) -> None:
    if not message.get("body"):
        findings.fail(where, "empty body")
    if "edited_at" in message and minutes(message["edited_at"]) < minutes(message["at"]):
        findings.fail(where, "edited before it was written")
    findings.known(where, message.get("quotes"), earlier, "quoted message")
    findings.known(where, message.get("attachments"), content.documents, "document")
    for document in message.get("attachments") or []:
        content.attach(document, space)
    present = {message["author"], *message.get("mentions", [])}
    for reaction in message.get("reactions", []):
        findings.one_of(where, reaction["kind"], REACTIONS)
        present |= set(reaction["people"])
        if message["author"] in reaction["people"]:
            findings.fail(where, "reacts to their own message")
    findings.known(where, present, content.people, "person")
    content.active |= present
    day = int(message["at"].split()[0])
    for person in present:
        if not content.can_read(person, space, day):
            findings.fail(where, f"{person} cannot read {space} on day {day}")


def check_news(content: Content, findings: Findings) -> None:
    """By the métropole."""
    for slug, news in content.news.items():
        findings.known(slug, news["author"], content.people, "person")
        findings.known(slug, news["themes"], content.themes, "theme")
        if not AT.match(news["at"]) or METROPOLE not in content.organisations_of(news["author"]):
            findings.fail(slug, "bad date, or not by the métropole")


def check_events(content: Content, findings: Findings) -> None:
    """They end after they start, and those who come may read the space."""
    for slug, event in content.events.items():
        findings.known(slug, event["space"], content.spaces, "space")
        findings.known(slug, event["themes"], content.themes, "theme")
        findings.dated(slug, {"day": event["day"]})
        if event["start"] >= event["end"]:
            findings.fail(slug, "ends before it starts")
        present = {event["organiser"], *event["attendees"]}
        for person in present:
            findings.known(slug, person, content.people, "person")
            if not content.can_read(person, event["space"], event["day"]):
                findings.fail(slug, f"{person} cannot read {event['space']}")
        content.active |= present
