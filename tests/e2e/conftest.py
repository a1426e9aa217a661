"""The whole site as it is served, in a process of its own, and browsers before it.

The database of these tests is their own, one a file: what they write is committed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.test import Client, override_settings
from playwright.sync_api import expect, sync_playwright

from intranet.core.jobs import SWEEPS
from search import engines
from tests import databases
from tests.factories.people import PASSWORD, give_factor

from .site import Site

PATIENCE = 10_000


@pytest.fixture(autouse=True)
def _clean_cache():
    """The files of these tests are kept for as long as their database."""
    cache.clear()


@pytest.fixture(scope="module")
def required_factor():
    """Whether the site asks editors for a second factor; a file may say otherwise."""
    return True


@pytest.fixture(scope="package")
def aside():
    """Call a function that uses the database, in a thread: this one belongs to the browser's loop."""
    with ThreadPoolExecutor(1) as pool:
        yield lambda function, *args, **kwargs: pool.submit(function, *args, **kwargs).result()
        pool.submit(connections.close_all).result()


@pytest.fixture(scope="module")
def site(chromium, aside, django_db_blocker, tmp_path_factory, required_factor):
    """The site, empty but for what its migrations lay."""
    files, index = tmp_path_factory.mktemp("files"), f"parvis-e2e-{os.getpid()}"
    kept = {**settings.STORAGES["default"], "OPTIONS": {"location": files, "base_url": None}}
    changed = {"MEDIA_ROOT": files, "STORAGES": {**settings.STORAGES, "default": kept}, "ELASTICSEARCH_INDEX": index}
    with django_db_blocker.unblock(), override_settings(**changed):
        aside(databases.drop, str(connections["default"].settings_dict["NAME"]))
        name = aside(databases.fresh)
        environment = {"ELASTICSEARCH_INDEX": index, "PARVIS_REQUIRE_MFA": "1" if required_factor else "0"}
        with Site(name, files, environment) as running:
            yield running
        if engine := engines.elsewhere():
            engine.remove()
        # What follows finds the database as it is migrated.
        aside(databases.drop, name)
        aside(databases.fresh)


@pytest.fixture(scope="module")
def run_sweeps(aside) -> Callable[[], None]:
    """Do what waits, as the worker does: twice, since one sweep leaves work to another."""

    def run() -> None:
        for _turn in range(2):
            for each in SWEEPS.values():
                each.run()
        if engine := engines.elsewhere():
            engine.refresh()

    return lambda: aside(run)


@pytest.fixture(scope="package")
def chromium(django_db_setup, django_db_blocker):
    """One browser; each person has a context of their own in it."""
    with django_db_blocker.unblock():
        connections.close_all()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        expect.set_options(timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium, site):
    """A browser of somebody's own, before the site; closed at the end, whatever happened."""
    contexts = []

    def opened(**options: Any):
        context = chromium.new_context(base_url=site.url, locale="fr-FR", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        for page in context.pages:
            # Shown by pytest when the test has failed.
            print(f"--- {page.url}\n{page.locator('body').inner_text()[:1500]}")  # noqa: T201
        context.close()


@pytest.fixture
def signed_in(open_browser, aside, site):
    """The same, with a session already."""

    def opened(person: Any, **options: Any):
        page = open_browser(**options)
        client = Client()
        aside(client.force_login, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        aside(give_factor, client, person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site.url}])
        return page

    return opened


@pytest.fixture
def sign_in(open_browser, aside):
    """The same, through the sign-in form."""

    def opened(person: Any, **options: Any):
        aside(EmailAddress.objects.get_or_create, user=person, email=person.email, verified=True, primary=True)
        page = open_browser(**options)
        page.goto("/connexion/")
        page.get_by_label("Adresse e-mail professionnelle").fill(person.email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Entrer", exact=True).click()
        page.wait_for_url(lambda url: not url.endswith("/connexion/"))
        return page

    return opened
