"""Organisations, people, spaces."""

from __future__ import annotations

import re

from .content import Content, Row
from .findings import AT, Findings

ORGANISATION_KINDS = {"commune", "epci", "ccas", "syndicat", "partenaire"}
ROLES = {"agent", "referent", "editor", "project_lead", "it", "user_lead", "guest"}
STATUSES = {"active", "new", "left", "pending"}
ACCESS = {"open", "organisations", "on_request", "private"}
SPACE_ROLES = {"lead", "member", "guest"}


def check_organisations(content: Content, findings: Findings) -> None:
    """SIRETs are false and valid, domains lead nowhere, every commune has a referent."""
    rows = content.organisations
    for slug, each in rows.items():
        findings.one_of(slug, each["kind"], ORGANISATION_KINDS)
        siret = each["siret"]
        if not (re.fullmatch(r"000\d{11}", siret) and luhn(siret) and luhn(siret[:9])):
            findings.fail(slug, "siret must start with 000 and pass Luhn")
        if not each["mail_domain"].endswith(".example"):
            findings.fail(slug, "mail domain must end in .example")
    for field in ("siret", "mail_domain", "name"):
        if len({each[field] for each in rows.values()}) != len(rows):
            findings.fail("organisations", f"{field} is not unique")
    for slug, each in rows.items():
        referents = (
            person
            for person, row in content.people.items()
            if "referent" in row["roles"] and slug in content.organisations_of(person)
        )
        if each["kind"] in {"commune", "ccas"} and not any(referents):
            findings.fail(slug, "has no referent")


def check_people(content: Content, findings: Findings) -> None:
    """Where they work, what they do, when they came and left."""
    domains = {each["mail_domain"] for each in content.organisations.values()}
    for slug, person in content.people.items():
        findings.known(
            slug, [each["organisation"] for each in person["memberships"]], content.organisations, "organisation"
        )
        findings.one_of(slug, person["status"], STATUSES)
        if (person["status"] == "pending") == bool(person["memberships"]):
            findings.fail(slug, "someone pending, and only they, have no membership")
        findings.dated(slug, person["joined"])
        for role in person["roles"]:
            findings.one_of(slug, role, ROLES)
        if person["email"].split("@")[1] not in domains and person["status"] != "pending":
            findings.fail(slug, "unknown mail domain")
        if person["status"] == "left":
            findings.dated(slug, person["left"])
            findings.known(slug, person["handover_to"], content.people, "person")
    if len({person["email"] for person in content.people.values()}) != len(content.people):
        findings.fail("people", "e-mail is not unique")


def check_spaces(content: Content, findings: Findings) -> None:
    """Who is in, as what; who waits at the door."""
    for slug, space in content.spaces.items():
        findings.one_of(slug, space["access"], ACCESS)
        findings.known(slug, space["organisations"], content.organisations, "organisation")
        findings.known(slug, space["themes"], content.themes, "theme")
        if (space["access"] == "organisations") != bool(space["organisations"]):
            findings.fail(slug, "organisations must be listed for that access only")
        for member in space["members"]:
            _check_member(content, findings, slug, space, member)
        members = {member["person"] for member in space["members"]}
        for request in space.get("requests", []):
            findings.known(slug, request["person"], content.people, "person")
            in_place = space["access"] == "on_request" and request["person"] not in members
            if not (in_place and AT.match(request["at"]) and request["message"]):
                findings.fail(slug, f"request out of place: {request['person']}")
        if not any(member["role"] == "lead" for member in space["members"]):
            findings.fail(slug, "has no lead")
        if len(members) != len(space["members"]):
            findings.fail(slug, "a member is listed twice")


def _check_member(content: Content, findings: Findings, slug: str, space: Row, member: Row) -> None:
    person, role = member["person"], member["role"]
    findings.known(slug, person, content.people, "person")
    findings.one_of(slug, role, SPACE_ROLES)
    if (role == "guest") != ("guest" in content.people.get(person, {}).get("roles", [])):
        findings.fail(slug, f"guest role mismatch: {person}")
    listed = content.organisations_of(person) & set(space["organisations"])
    if role != "guest" and space["access"] == "organisations" and not listed:
        findings.fail(slug, f"{person} is of no listed organisation")


def luhn(number: str) -> bool:
    """Whether the last digit is the check of the others."""
    digits = [int(each) * (2 if place % 2 else 1) for place, each in enumerate(reversed(number))]
    return sum(digit - 9 if digit > 9 else digit for digit in digits) % 10 == 0
