"""Proposing a meeting when one is in no space."""

from __future__ import annotations

from tests.factories.places import make_space


def test_who_is_in_no_space_is_led_to_one_and_given_no_form_to_fill_in_vain(client, agent, colleague):
    space = make_space(lead=colleague)
    client.force_login(agent)
    page = client.get("/agenda/nouveau/").content.decode()
    assert "Choisir un espace" in page
    assert 'name="title"' not in page
    space.memberships.create(user=agent, role="member")
    assert 'name="title"' in client.get("/agenda/nouveau/").content.decode()
