"""Spaces through the API."""

import pytest

from spaces.workspaces.api import PAGE
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_spaces_come_fifty_at_a_time_each_once(client, agent):
    for number in range(PAGE + 2):
        make_space(lead=agent, title=f"Espace {number}")
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")

    def page(asked=""):
        return [space["title"] for space in client.get(f"/api/v1/spaces{asked}").json()]

    assert (len(page()), len(page("?page=2")), page("?page=3")) == (PAGE, 2, [])
    assert sorted([*page("?page=1"), *page("?page=2")]) == sorted(f"Espace {number}" for number in range(PAGE + 2))
    assert page() == page("?page=1") == page("?page=0") == page("?page=-4")
    assert page(f"?page={10**30}") == []


def test_its_description_says_so(client):
    (asked,) = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/spaces"]["get"]["parameters"]
    assert (asked["name"], asked["required"], asked["schema"]["default"]) == ("page", False, 1)
