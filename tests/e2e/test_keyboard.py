"""The keyboard alone: to the content at once, from stone to stone on the board, out of what has opened; and that is
within the page.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.access.world import build

FOCUSED = "document.activeElement.closest('td')?.id"


@pytest.fixture(scope="module")
def world(site, aside):
    """One of everything."""
    return aside(build)


def test_the_first_tab_leads_to_the_content(world, signed_in):
    page = signed_in(world.people["lead"])
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_the_board_is_one_stop_and_its_stones_are_reached_by_the_arrows(world, signed_in):
    page = signed_in(world.people["referent_a"])
    page.goto("/guides/guide/deploiement/")
    expect(page.get_by_role("grid")).to_be_visible()
    expect(page.locator("rollout-board table [tabindex='0']")).to_have_count(1)
    page.locator("#c-amont-1 a").focus()
    assert page.evaluate(FOCUSED) == "c-amont-1"
    page.keyboard.press("ArrowDown")
    assert page.evaluate(FOCUSED) == "c-aval-1"
    page.keyboard.press("ArrowUp")
    assert page.evaluate(FOCUSED) == "c-amont-1"
    # No further than the edge.
    page.keyboard.press("End")
    page.keyboard.press("ArrowRight")
    assert page.evaluate(FOCUSED) == "c-amont-1"
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Commencer")


def test_escape_closes_the_account_menu_and_gives_the_focus_back(world, signed_in):
    page = signed_in(world.people["lead"])
    page.goto("/")
    summary = page.locator("summary", has_text="Mon compte")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mon profil")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Mon profil")).to_be_hidden()
    expect(summary).to_be_focused()


def test_escape_closes_the_choice_of_reactions_and_gives_the_focus_back(world, signed_in):
    page = signed_in(world.people["member"])
    page.goto(world.thread.get_absolute_url())
    button = page.locator(f"#m{world.message.pk} [data-react]")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Merci")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Merci")).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("width", [320, 500])
def test_what_opens_stays_on_a_narrow_page(world, signed_in, width):
    page = signed_in(world.people["lead"], viewport={"width": width, "height": 740})
    space = f"/espaces/{world.private.slug}/"
    for address in (space, f"{space}documents/", f"/documents/{world.document.pk}/"):
        page.goto(address)
        for menu in page.locator("details.menu:visible").all():
            menu.locator("summary").click()
            box = menu.locator(".menu-panel").bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            page.keyboard.press("Escape")
