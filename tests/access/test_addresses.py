"""Every address of the site × every role of two communes: who is served, who is refused, for whom it does not exist."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse

from tests.factories.answers import shut
from tests.factories.people import confirm

from .tables import API, OPEN, PREFIXES, ROWS, Row
from .world import ROLES

SERVED, REFUSED, ABSENT, SIGN_IN = "served", "refused", "absent", "sign in"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row} {ROWS.index(row)}")
def test_an_address_serves_refuses_or_does_not_exist(row: Row, world):
    absent = browser(world, "agent_b").get("/espaces/rien-de-tel/").content
    url = reverse(row.name, kwargs=row.args(world))
    seen = {}
    for role in ROLES:
        with transaction.atomic():
            response = browser(world, role).generic(row.method, url, **body(row, world))
            seen[role] = outcome(response)
            shut(response)
            transaction.set_rollback(True)
        if role == "agent_b" and seen[role] == ABSENT:
            # To the letter what does not exist: the page tells nothing of what is there.
            assert response.content == absent
    assert seen == {role: expected(row, role) for role in ROLES}


def test_every_address_is_in_the_table():
    known = {row.name for row in ROWS} | OPEN
    unknown = [
        f"{path} ({name})"
        for path, name in addresses()
        if name not in known and not (name or "").startswith(PREFIXES) and not path.startswith(API) and name
    ]
    assert unknown == []


def test_addresses_without_a_name_are_shut_doors():
    unnamed = {path for path, name in addresses() if not name}
    assert unnamed == {
        "api/<path:rest>",
        "gestion/login/",
        "_util/login/",
        "gestion/password_reset/",
        "gestion/password_reset/<path:rest>",
        "_util/authenticate_with_password/<int:restriction>/<int:page>/",
        "gestion/reports/page-types-usage/",
    }


def browser(world, role: str) -> Client:
    """A browser, signed in as `role`, who has just said so."""
    client = Client()
    if world.people[role]:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[role]
        confirm(client, world.people[role])
    return client


def body(row: Row, world) -> dict:
    """What is sent."""
    if row.method == "GET":
        return {}
    return {"data": urlencode(row.data(world)), "content_type": "application/x-www-form-urlencoded"}


def expected(row: Row, role: str) -> str:
    """What the table says."""
    if role == "nobody":
        return SIGN_IN
    return SERVED if role in row.served else REFUSED if role in row.refused else ABSENT


def outcome(response) -> str:
    """What came."""
    if response.status_code == 302 and response.url.startswith("/connexion/"):
        return SIGN_IN
    if response.status_code < 400 or response.status_code == 422:
        return SERVED
    return {403: REFUSED, 404: ABSENT}.get(response.status_code, str(response.status_code))


def addresses(resolver=None, prefix: str = ""):
    """Every address of the site, less the admin's."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if not hasattr(pattern, "url_patterns"):
            yield path, pattern.name
        elif path != "gestion/":
            yield from addresses(pattern, path)
