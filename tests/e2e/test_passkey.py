"""A passkey in a real browser: enrolled, given as second factor, and alone for both."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.factories.people import PASSWORD, editor


@pytest.fixture(scope="module")
def someone(site, aside):
    """An editor without a second factor yet."""
    return aside(editor)


def with_key(page):
    """Give the browser a key that knows its holder by their finger; return the errors that its console shows."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    return said


def fill_in(page, person):
    page.get_by_label("Adresse e-mail professionnelle").fill(person.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Entrer", exact=True).click()


def test_a_passkey_is_enrolled_then_opens_the_site_alone(someone, sign_in, site):
    # Browsers know no passkey of an address in figures.
    home = site.url.replace("127.0.0.1", "localhost")
    page = sign_in(someone)
    said = with_key(page)
    page.goto(f"{home}/connexion/")
    fill_in(page, someone)
    page.wait_for_url("**/compte/double-facteur/")
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()
    page.wait_for_url("**/webauthn/add/")
    page.get_by_label("Nom").fill("Mon téléphone")
    page.get_by_label("Elle ouvre Parvis à elle seule").check()
    page.get_by_role("button", name="Ajouter").click()
    # The codes that stand in for a lost key are shown now, and never again.
    page.wait_for_url("**/recovery-codes/")
    codes = page.locator("#recovery_codes").input_value().split()
    assert len(codes) == 10
    page.get_by_label("J’ai gardé mes codes").check()
    page.goto(f"{home}/compte/double-facteur/recovery-codes/")
    assert not any(code in page.content() for code in codes)
    page.goto(f"{home}/espaces/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Espaces")

    leave(page, home)
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(f"{home}/")
    page.goto(f"{home}/gestion/")
    assert page.url == f"{home}/gestion/"

    leave(page, home)
    fill_in(page, someone)
    page.wait_for_url("**/double-facteur/authenticate/")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url(f"{home}/")

    leave(page, home)
    fill_in(page, someone)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.wait_for_url(f"{home}/")
    assert [line for line in said if "Content Security Policy" in line] == []


def leave(page, home):
    page.context.clear_cookies()
    page.goto(f"{home}/connexion/")
