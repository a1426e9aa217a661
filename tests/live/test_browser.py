"""The page's side: live-connection.js in a real browser, on a real server."""

from __future__ import annotations

import asyncio
import json
import shutil

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import OperationalError
from playwright.async_api import async_playwright

from intranet.live import publish
from intranet.live.hub import hub

from .conftest import until_async
from .rooms import aside, expel, post, post_untold

PAGE = """
  async ([stream, since]) => {
    document.body.innerHTML = '<p role="status" data-connection hidden>Connexion perdue.</p>';
    const { live } = await import("/static/js/live-connection.js");
    window.heard = [];
    const note = (name) => (value) => window.heard.push(value === undefined ? [name] : [name, value]);
    window.subscription = live.subscribe(stream, since, {
      event: ({ seq, kind }) => window.heard.push(["event", seq ?? kind]),
      reset: note("reset"), typing: note("typing"), revoked: note("revoked"), online: note("online"),
    });
    window.stop = live.listen(({ kind }) => window.heard.push(["unasked", kind]));
  }
"""


@pytest.fixture
async def browser():
    """Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def page(browser, server, reader):
    """A bare page of the site, the reader signed in."""
    context = await browser.new_context()
    await context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": reader.session_key, "url": server}])
    page = await context.new_page()
    await page.clock.install()
    await page.goto(f"{server}/livez")
    return page


async def has_heard(page, *what) -> None:
    """Wait until the page has heard exactly this."""
    expected = json.dumps(what)
    await page.wait_for_function(
        "(expected) => JSON.stringify(window.heard) === expected",
        arg=json.dumps(json.loads(expected), separators=(",", ":")),
    )


async def has_events(page, *seqs) -> None:
    """Wait until the page has heard exactly these events, whatever else it has heard."""
    events = "window.heard.filter(([what]) => what === 'event').map(([, seq]) => seq)"
    await page.wait_for_function(f"(expected) => `${{{events}}}` === expected", arg=",".join(map(str, seqs)))


async def test_a_page_hears_and_comes_back_to_where_it_was(page, reader):
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["online"])
    await aside(post, "room:1", 2)
    await has_heard(page, ["online"], ["event", 1], ["event", 2])
    await aside(publish.revoke_user, reader.user.pk)
    await until_async(lambda: not hub.sockets)
    await aside(post_untold, "room:1", 2)
    await has_events(page, 1, 2, 3, 4)


async def test_a_page_is_told_to_begin_again_and_of_its_reader(page, reader):
    await aside(post, "room:1", 201)
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["reset", 201], ["online"])
    await aside(lambda: publish.hint(f"user:{reader.user.pk}", kind="notification.posted"))
    await has_heard(page, ["reset", 201], ["online"], ["unasked", "notification.posted"])


async def test_what_is_lost_on_the_way_is_asked_for_again(page):
    lost = iter([2])

    def between(page_side):
        server_side = page_side.connect_to_server()

        def pass_on(said):
            if '"seq":2,' in said and next(lost, None):
                return
            page_side.send(said)

        server_side.on_message(pass_on)

    await page.route_web_socket("**/live/", between)
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["online"])
    for _ in range(3):
        await aside(post, "room:1")
    await has_events(page, 1, 2, 3)


async def test_a_last_message_lost_on_the_way_shows_at_the_next_beat(page):
    lost = iter([1])

    def between(page_side):
        server_side = page_side.connect_to_server()
        server_side.on_message(lambda said: None if '"seq":1,' in said and next(lost, None) else page_side.send(said))

    await page.route_web_socket("**/live/", between)
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["online"])
    await aside(post, "room:1")
    await has_heard(page, ["online"], ["event", 1], ["online"])


async def test_who_lost_the_right_while_away_is_told(page, reader, monkeypatch):
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["online"])
    await aside(expel, reader.user, "room:1")
    await aside(publish.revoke_user, reader.user.pk)
    await has_heard(page, ["online"], ["revoked"])


async def test_reading_is_said_once_for_many_messages_and_typing_by_name(page, connected, reader, newcomer):
    other = await newcomer("room:1")
    await aside(post, "room:1", 3)
    async with connected(reader) as tab, connected(other) as theirs:
        await tab.wait("hello")
        await theirs.sub("room:1", 0)
        await page.evaluate(PAGE, ["room:1", 3])
        await has_heard(page, ["online"])
        await page.evaluate(
            "() => { subscription.read(1); subscription.read(3); subscription.read(2); subscription.typing(); }"
        )
        assert (await tab.wait("event", kind="read.changed"))["seq"] == 3
        await theirs.wait("typing")


async def test_words_appear_after_five_seconds_away_and_leave_on_return(page, reader, monkeypatch):
    def away(*_args):
        raise OperationalError("the server went away")

    words = page.get_by_role("status")
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["online"])
    with monkeypatch.context() as broken:
        broken.setattr("intranet.live.rules.person_of", away)
        await aside(publish.revoke_user, reader.user.pk)
        await until_async(lambda: not hub.sockets)
        await page.clock.fast_forward(3000)
        assert not await words.is_visible()
        await page.clock.fast_forward(3000)
        await words.wait_for()
        assert await words.text_content() == "Connexion perdue."
    await page.clock.fast_forward(30_000)
    await words.wait_for(state="hidden")


async def test_who_is_signed_out_does_not_call_again(page, reader):
    calls = []
    page.on("websocket", lambda socket: calls.append(socket))
    await page.evaluate(PAGE, ["room:1", 0])
    await has_heard(page, ["online"])
    await aside(Session.objects.all().delete)
    await aside(publish.revoke_session, reader.session_key)
    # One call to learn that nobody is signed in, and no more.
    await page.wait_for_function("() => !subscription.connected")
    await page.clock.fast_forward(1000)
    async with asyncio.timeout(10):
        while len(calls) < 2 or not calls[1].is_closed():
            await page.wait_for_timeout(10)
    await page.clock.fast_forward(120_000)
    await page.get_by_role("status").wait_for()
    assert len(calls) == 2
