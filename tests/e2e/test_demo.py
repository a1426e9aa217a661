"""`make demo`, as a newcomer meets it: it starts, its five people walk through it, it ends, it remembers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from intranet.demo.story import PASSWORD, Story
from tests.services.servers import free_port

from .site import ROOT, answers

START = ROOT / "intranet" / "demo" / "start.py"
# The libraries are installed the first time.
FIRST, AGAIN = 300, 30
LIVE = 3_000
PEOPLE = {
    "djamila-ferhat": "Bonjour Djamila",
    "thomas-guerinel": "Bonjour Thomas",
    "brigitte-lescure": "Bonjour Brigitte",
    "helene-vautrin": "Bonjour Hélène",
    "eric-dalmasso": "Espaces",
}
THREAD = "PAS, le tour de table : votre taux de reconnaissance, et ce qui coince"


class Demo:
    """The demo on a port and in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "said"
        others = ("PARVIS_MODE", "DJANGO_SETTINGS_MODULE", "PARVIS_REDIS_PREFIX")
        # A make inside a make says so in its errors: this one is alone.
        others = {*others, "MAKELEVEL", "MAKEFLAGS", "MFLAGS"}
        inherited = {name: value for name, value in os.environ.items() if name not in others}
        self.environment = {**inherited, "PARVIS_PORT": str(self.port), "PARVIS_DATA_DIR": str(folder / "data")}

    def start(self, command: list, patience: float) -> float:
        """Begin, and wait for its address; the seconds that took."""
        began = time.monotonic()
        with self.log.open("w") as log:
            # A group of its own: a terminal's Ctrl-C reaches make and what it runs.
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        while not (self.url in self.log.read_text() and answers(self.url)):
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() - began < patience, self.log.read_text()
            time.sleep(0.1)
        return time.monotonic() - began

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The demo, begun with `make demo`."""
    demo = Demo(tmp_path_factory.mktemp("demo"))
    demo.start(["make", "demo", f"PYTHON={sys.executable}"], FIRST)
    yield demo
    if demo.process.poll() is None:
        demo.interrupt()


@pytest.fixture
def enter(open_browser):
    """Come in by somebody's button of the sign-in page."""
    people = {row["slug"]: row for row in Story().people}

    def entered(slug: str):
        page = open_browser()
        page.goto("/")
        name = f"{people[slug]['first_name']} {people[slug]['last_name']}"
        page.get_by_role("button", name=f"Entrer comme {name}").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(PEOPLE[slug])
        return page

    return entered


def test_it_says_where_it_is_and_who_may_come_in(site):
    said = site.log.read_text()
    emails = {row["slug"]: row["email"] for row in Story().people}
    assert all(emails[slug] in said for slug in PEOPLE)
    assert PASSWORD in said


@pytest.mark.parametrize("slug", ["brigitte-lescure", "helene-vautrin"])
def test_a_person_comes_in(slug, enter):
    enter(slug)


def test_djamila_finds_the_guide_and_the_founding_lesson_first(enter):
    page = enter("djamila-ferhat")
    page.get_by_role("searchbox").first.fill("PAS")
    page.get_by_role("searchbox").first.press("Enter")
    page.wait_for_url("**/recherche/*")
    links = page.locator(".result h3 a")
    assert links.nth(0).get_attribute("href") == "/guides/prelevement-a-la-source/"
    assert links.nth(1).get_attribute("href") == "/retours-d-experience/pas-metropole-premiere/"
    page.goto("/recherche/?q=changer+de+logiciel+de+paie")
    expect(links.first).to_contain_text("Changer de logiciel de paie en pleine année")


def test_djamila_takes_up_the_round_table_where_she_left_it(enter):
    page = enter("djamila-ferhat")
    page.goto("/espaces/paie-et-carrieres/discussions/")
    page.get_by_role("link", name=THREAD).click()
    expect(page.get_by_text("Nouveau depuis votre passage")).to_be_visible()
    expect(page.locator(".message").first).to_be_visible()


def test_eric_has_one_space_and_finds_nothing_else(enter):
    page = enter("eric-dalmasso")
    expect(page.locator("main .row-title a")).to_have_count(1)
    page.goto("/recherche/?q=hameçonnage")
    expect(page.locator("main")).to_be_visible()
    expect(page.locator(".result")).to_have_count(0)
    assert page.goto("/annuaire/").status == 404


def test_what_one_writes_the_other_sees_and_a_second_start_remembers(site, enter, open_browser):
    djamila, thomas = enter("djamila-ferhat"), enter("thomas-guerinel")
    for page in (djamila, thomas):
        page.goto("/espaces/paie-et-carrieres/discussions/")
        page.get_by_role("link", name=THREAD).click()
        page.wait_for_function("() => document.querySelector('thread-live')?.subscription?.connected")
    words = f"Un mot de plus, {uuid4()}."
    djamila.get_by_label("Votre message").fill(words)
    djamila.get_by_label("Votre message").press("Control+Enter")
    expect(thomas.get_by_role("log").get_by_text(words)).to_be_attached(timeout=LIVE)
    where = thomas.url
    _taken_port(site)
    for page in (djamila, thomas):
        page.goto("about:blank")
    # As make says that it was interrupted, or as what it ran ended: without a fault.
    assert site.interrupt() in (0, 2, 130, -signal.SIGINT)
    assert "Traceback" not in site.log.read_text()
    assert not answers(site.url)
    # Without make: the code of the server itself.
    assert site.start([sys.executable, START], AGAIN) < AGAIN
    assert "Loading" not in site.log.read_text()
    djamila.goto(where)
    expect(djamila.get_by_text(words)).to_be_attached()
    djamila.goto("about:blank")
    assert site.interrupt() == 0


def _taken_port(site):
    second = subprocess.run(
        ["make", "--silent", "demo", f"PYTHON={sys.executable}"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode != 0
    said = [line for line in second.stderr.splitlines() if not line.startswith("make: ***")]
    assert said == [f"make demo: Port {site.port} is taken. Choose another: make demo PARVIS_PORT=8001"]
