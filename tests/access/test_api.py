"""The API × every role: the same rule, in JSON."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import transaction

from intranet.core.api import api

from .tables import AGENTS, INSIDE, NONE, OF_A, SIGNED_IN
from .test_addresses import browser
from .world import ROLES

# Address, method, body, who is served. Everyone else: 404; nobody: 401.
ROWS = [
    (lambda w: "/api/v1/me", "GET", None, SIGNED_IN),
    (lambda w: "/api/v1/spaces", "GET", None, SIGNED_IN),
    (lambda w: f"/api/v1/spaces/{w.private.pk}/threads", "GET", None, INSIDE),
    (lambda w: f"/api/v1/spaces/{w.only_a.pk}/threads", "GET", None, OF_A),
    (
        lambda w: f"/api/v1/spaces/{w.private.pk}/threads",
        "POST",
        lambda: {"title": "T", "body": "B", "client_id": str(uuid4())},
        INSIDE,
    ),
    (lambda w: f"/api/v1/threads/{w.thread.pk}", "GET", None, INSIDE),
    (lambda w: f"/api/v1/threads/{w.thread.pk}/events?since=0", "GET", None, INSIDE),
    (
        lambda w: f"/api/v1/threads/{w.thread.pk}/messages",
        "POST",
        lambda: {"body": "B", "client_id": str(uuid4())},
        INSIDE,
    ),
    (lambda w: f"/api/v1/documents/{w.document.pk}", "GET", None, INSIDE),
    (lambda w: "/api/v1/lessons", "GET", None, SIGNED_IN),
    (lambda w: f"/api/v1/guides/{w.guide.pk}/board", "GET", None, AGENTS),
    (lambda w: "/api/v1/search?q=chut", "GET", None, SIGNED_IN),
    (lambda w: "/api/v1/rien", "GET", None, NONE),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(ROWS.index(row)))
def test_the_api_serves_or_does_not_exist(row, world):
    address, method, body, served = row
    seen, wanted = {}, {}
    for role in ROLES:
        with transaction.atomic():
            client = browser(world, role)
            if method == "GET":
                response = client.get(address(world))
            else:
                response = client.post(address(world), body(), content_type="application/json")
            seen[role] = min(response.status_code, 201) if response.status_code < 300 else response.status_code
            wanted[role] = (201 if method == "POST" else 200) if role in served else 404
            transaction.set_rollback(True)
        if response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"
    wanted["nobody"] = 401 if served else 404
    assert seen == wanted


def test_every_address_of_the_api_is_in_the_table(world):
    known = {(re.sub(r"/\d+", "/{}", address(world).split("?")[0]), method) for address, method, *_row in ROWS}
    offered = {
        (re.sub(r"{\w+}", "{}", path), method.upper())
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method in methods
    }
    assert len(offered) > 10
    assert offered - known == set()


def test_lists_hold_only_what_one_may_see(world):
    def titles(role, address):
        return {row["title"] for row in browser(world, role).get(address).json()}

    assert world.private.title in titles("guest", "/api/v1/spaces")
    assert titles("guest", "/api/v1/spaces") == {world.private.title}
    assert world.private.title not in titles("agent_a", "/api/v1/spaces")
    assert world.only_a.title not in titles("agent_b", "/api/v1/spaces")
    assert titles("agent_b", "/api/v1/lessons") == {"Pour tous"}
    assert titles("lead", "/api/v1/lessons") == {"Pour tous", "Pour l'espace"}
    assert titles("pending", "/api/v1/spaces") == set()


def test_sending_a_message_twice_through_the_api_keeps_one(world):
    client = browser(world, "member")
    sent = {"body": "Une fois", "client_id": str(uuid4())}
    address = f"/api/v1/threads/{world.thread.pk}/messages"
    first = client.post(address, sent, content_type="application/json")
    again = client.post(address, sent, content_type="application/json")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()


def test_the_api_refuses_a_write_without_the_token_of_the_page(world):
    client = browser(world, "member")
    client.handler.enforce_csrf_checks = True
    answer = client.post(f"/api/v1/threads/{world.thread.pk}/messages", {"body": "x"}, content_type="application/json")
    assert answer.status_code == 403
