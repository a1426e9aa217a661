"""A browser without JavaScript does everything; only what is live needs a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.access.world import build
from tests.factories.files import pdf


@pytest.fixture(scope="module")
def world(site, aside):
    """One of everything."""
    return aside(build)


@pytest.fixture
def plain(signed_in, world):
    """Somebody's browser without JavaScript."""
    return lambda who: signed_in(world.people[who], java_script_enabled=False)


def test_joining_a_space_and_speaking_there(plain, world):
    page = plain("agent_b")
    page.goto(f"/espaces/{world.open.slug}/")
    page.get_by_role("button", name="Rejoindre").click()
    expect(page.get_by_text("Membre", exact=True)).to_be_visible()
    page.get_by_role("link", name="Ouvrir une discussion").first.click()
    page.get_by_label("Sujet").fill("Sans script")
    page.get_by_label("Votre message").fill("Le premier mot.")
    page.get_by_role("button", name="Publier").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sans script")
    page.get_by_label("Votre message").fill("Le deuxieme mot.")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".message-body")).to_have_count(2)


def test_changing_ones_words_and_taking_them_back(plain, world):
    page = plain("member")
    page.goto(world.thread.get_absolute_url())
    row = page.locator(f"#m{world.message.pk}")
    row.get_by_role("link", name="Autres actions").click()
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Votre message").fill("Parlons plus haut.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(row).to_contain_text("Parlons plus haut.")
    expect(row).to_contain_text("modifié")
    row.get_by_role("link", name="Autres actions").click()
    page.get_by_role("link", name="Supprimer").click()
    page.get_by_role("button", name="Supprimer").click()
    expect(row).to_contain_text("Message supprimé.")
    expect(row).not_to_contain_text("Parlons plus haut.")


def test_filing_several_documents_at_once(plain, world):
    page = plain("member")
    page.goto(f"/espaces/{world.private.slug}/documents/")
    files = [
        {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": pdf("Le bilan de mars")},
        {"name": "faux.pdf", "mimeType": "application/pdf", "buffer": b"MZ nothing of the kind"},
    ]
    page.locator("input[type=file]").set_input_files(files)
    page.get_by_role("button", name="Déposer").click()
    expect(page.get_by_role("row", name="bilan")).to_be_visible()
    expect(page.locator(".field-error", has_text=".")).to_be_visible()
    expect(page.get_by_role("row", name="faux")).to_have_count(0)


def test_saying_that_one_comes(plain, world):
    page = plain("guest")
    page.goto(f"/agenda/{world.event.pk}/")
    page.get_by_role("button", name="Je participe").click()
    expect(page.get_by_text("Vous participez")).to_be_visible()
    page.get_by_role("button", name="Je ne viens plus").click()
    expect(page.get_by_role("button", name="Je participe")).to_be_visible()


def test_saying_where_a_commune_is(plain, world):
    page = plain("referent_a")
    page.goto("/guides/guide/deploiement/")
    page.locator("#c-amont-1 a").click()
    page.get_by_label("Bloqué").check()
    page.get_by_role("button", name="Enregistrer").click()
    # A block is said with a word: what was chosen is kept, and the page says what is missing.
    expect(page.get_by_label("Bloqué")).to_be_checked()
    page.get_by_role("textbox").first.fill("Le marché n'est pas attribué.")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#c-amont-1 a")).to_have_attribute("data-s", "blocked")


def test_saying_whether_a_lesson_helped(plain, world):
    page = plain("agent_b")
    page.goto(f"/retours-d-experience/{world.lesson.slug}/")
    page.locator("#avis").locator("xpath=ancestor::section").get_by_role("radio").last.check()
    page.get_by_label("Un mot aux auteurs").fill("Très utile.")
    page.get_by_role("button", name="Donner mon avis").click()
    expect(page.locator("main")).to_contain_text("Très utile.")
