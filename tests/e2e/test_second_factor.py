"""A password alone does not open the site to an editor, by any of its doors."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.people import PASSWORD, editor


@pytest.fixture(scope="module")
def someone(site, aside):
    """An editor without a second factor yet."""
    return aside(editor)


def test_a_password_alone_leads_to_the_second_factor(someone, sign_in, site):
    page = sign_in(someone)
    for address in ("/gestion/", "/gestion/pages/", "/espaces/", "/"):
        page.goto(address)
        assert page.url.startswith(f"{site.url}/compte/double-facteur/")
        expect(page.locator("main")).to_contain_text("facteur")


@pytest.mark.parametrize("door", ["/gestion/login/", "/_util/login/"])
def test_wagtails_own_forms_sign_nobody_in(someone, open_browser, site, door):
    page = open_browser()
    page.goto("/connexion/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    typed = {"username": someone.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
    answer = page.request.post(f"{site.url}{door}", form=typed, headers={"Origin": site.url})
    assert answer.url == f"{site.url}/connexion/"
    page.goto("/")
    assert page.url.startswith(f"{site.url}/connexion/")
