"""Lessons, guides and their roll-outs."""

from __future__ import annotations

import re

from .content import Content, Row
from .findings import Findings

LESSON_STATUSES = {"published", "in_review", "draft"}
SCOPES = {"pool", "organisations", "space"}
STEP_STATUSES = {"todo", "in_progress", "done", "blocked", "not_applicable"}
STARTED = {"done", "in_progress", "blocked"}
STEP_FIELDS = ("title", "do", "who", "expected_proof", "typical_duration", "traps")
HEADINGS = ["Contexte", "Ce que nous avons fait", "Résultats", "Ce qui a coincé", "À refaire, à éviter"]


def check_lessons(content: Content, findings: Findings) -> None:
    """Costs add up, sections are those of the model, those who answer could read."""
    for slug, lesson in content.lessons.items():
        audience = lesson["audience"]
        findings.known(slug, lesson["organisation"], content.organisations, "organisation")
        findings.known(slug, lesson["authors"], content.people, "person")
        findings.known(slug, lesson["themes"], content.themes, "theme")
        findings.known(slug, lesson["documents"], content.documents, "document")
        findings.one_of(slug, lesson["status"], LESSON_STATUSES)
        findings.one_of(slug, audience["scope"], SCOPES)
        findings.known(slug, audience.get("organisations"), content.organisations, "organisation")
        findings.known(slug, audience.get("space"), content.spaces, "space")
        for end in ("from", "to"):
            findings.dated(slug, lesson["period"][end])
        day = (lesson.get("published") or lesson.get("updated") or {}).get("day")
        findings.dated(slug, {"day": day})
        if not isinstance(day, int):
            continue
        if ("published" in lesson) != (lesson["status"] == "published"):
            findings.fail(slug, "published date and status disagree")
        if sum(line["euros"] for line in lesson["cost"]["breakdown"]) != lesson["cost"]["total_euros"]:
            findings.fail(slug, "cost does not add up")
        if re.findall(r"(?m)^## (.+)$", lesson["body"]) != HEADINGS:
            findings.fail(slug, "sections differ from the model")
        _check_answers(content, findings, slug, lesson, day)
        content.active |= set(lesson["authors"])
        for document in lesson["documents"]:
            content.attach(document, audience.get("space") or "pool")


def _check_answers(content: Content, findings: Findings, slug: str, lesson: Row, day: int) -> None:
    """Who took it up, and what they think of it."""
    for reuse in lesson["reuses"]:
        findings.known(slug, reuse["organisation"], content.organisations, "organisation")
        findings.known(slug, reuse["agent"], content.people, "person")
        elsewhere = reuse["organisation"] != lesson["organisation"]
        if not day <= reuse["day"] <= 0 or lesson["status"] != "published" or not elsewhere:
            findings.fail(slug, f"reuse out of place: {reuse['organisation']} {reuse['day']}")
    for opinion in lesson["feedback"]:
        findings.known(slug, opinion["agent"], content.people, "person")
        if opinion["rating"] not in (1, 2, 3, 4) or not day <= opinion["day"] <= 0:
            findings.fail(slug, f"feedback out of place: {opinion['agent']} {opinion['day']}")
        if opinion["agent"] in lesson["authors"]:
            findings.fail(slug, f"{opinion['agent']} rates their own text")
    answering = {each["agent"] for each in [*lesson["reuses"], *lesson["feedback"]]}
    for person in answering:
        if not _can_read_lesson(content, person, lesson["audience"]):
            findings.fail(slug, f"{person} cannot read it")
    content.active |= answering


def _can_read_lesson(content: Content, person: str, audience: Row) -> bool:
    if audience["scope"] == "space":
        return content.can_read(person, audience["space"])
    if "guest" in content.people.get(person, {}).get("roles", []):
        return False
    named = set(audience.get("organisations") or [])
    return audience["scope"] == "pool" or bool(content.organisations_of(person) & named)


def check_guides(content: Content, findings: Findings) -> None:
    """Steps in order, and where every commune and the EPCI stand on each."""
    rolling_out = {slug for slug, each in content.organisations.items() if each["kind"] in {"commune", "epci"}}
    for slug, guide in content.guides.items():
        findings.known(slug, [*guide["owners"], *guide["leads"]], content.people, "person")
        findings.known(slug, guide["space"], content.spaces, "space")
        findings.dated(slug, guide["start"])
        findings.dated(slug, guide["target"])
        if guide["start"].get("day", 0) > 0 or guide["target"]["day"] < 0:
            findings.fail(slug, "the roll-out must be under way")
        findings.known(slug, guide["themes"], content.themes, "theme")
        findings.known(slug, guide["documents"], content.documents, "document")
        numbers = [step["number"] for step in guide["steps"]]
        if numbers != list(range(1, len(numbers) + 1)) or not 7 <= len(numbers) <= 12:
            findings.fail(slug, "steps must be numbered 1 to 7–12")
        for step in guide["steps"]:
            for field in STEP_FIELDS:
                if not step.get(field):
                    findings.fail(slug, f"step {step['number']}: missing {field}")
            findings.known(slug, step["lessons"], content.lessons, "lesson")
        if {row["organisation"] for row in guide["rollout"]} != rolling_out:
            findings.fail(slug, "roll-out must cover every commune and the EPCI")
        for row in guide["rollout"]:
            if [step["step"] for step in row["steps"]] != numbers:
                findings.fail(slug, f"{row['organisation']}: steps do not match")
            for step in row["steps"]:
                _check_step(content, findings, slug, row["organisation"], step)
        for document in guide["documents"]:
            content.attach(document, "pool")


def _check_step(content: Content, findings: Findings, slug: str, organisation: str, step: Row) -> None:
    findings.one_of(slug, step["status"], STEP_STATUSES)
    if step["status"] in STARTED:
        findings.dated(slug, {key: value for key, value in step.items() if key in {"day", "date"}})
        findings.known(slug, step["agent"], content.people, "person")
        content.active.add(step["agent"])
        if organisation not in content.organisations_of(step["agent"]):
            findings.fail(slug, f"{step['agent']} is not of {organisation}")
    if step["status"] == "blocked" and not step.get("note"):
        findings.fail(slug, f"{organisation} step {step['step']}: blocked without a note")
