"""An editor with the second factor, in Wagtail's admin: no wider sight than on the site."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import urls as admin_urls

from intranet.core.jobs import run_due
from intranet.home.middleware import NAMES
from intranet.home.models import NewsPage
from knowledge.lessons import actions
from knowledge.lessons.constants import Audience
from spaces.workspaces.constants import Access
from tests.factories.knowledge import make_lesson, make_rollout
from tests.factories.people import UserFactory, editor
from tests.factories.places import make_space
from tests.factories.plenty import news

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(client, settings):
    settings.REQUIRE_MFA = False
    client.force_login(editor())
    return lambda url, **sent: client.post(url, sent) if sent else client.get(url)


def test_a_draft_is_not_listed_opened_or_published(at, agent):
    draft = make_lesson(agent, title="Brouillon caché")
    section = draft.get_parent()
    assert "Brouillon caché" not in at(reverse("wagtailadmin_explore", args=[section.pk])).content.decode()
    assert at(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code != 200
    at(reverse("wagtailadmin_pages:edit", args=[draft.pk]), **{"action-publish": "1"})
    draft.refresh_from_db()
    assert not draft.live
    actions.submit_lesson(author=agent, lesson=draft)
    assert "Brouillon caché" in at(reverse("wagtailadmin_explore", args=[section.pk])).content.decode()
    assert at(reverse("wagtailadmin_pages:edit", args=[draft.pk])).status_code == 200


def test_a_lesson_for_other_organisations_stays_with_them(at, agent, commune):
    lesson = make_lesson(agent, published=True, audience=Audience.ORGANISATIONS)
    lesson.organisations.add(commune)
    lesson.save()
    assert at(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).status_code != 200


def test_spaces_have_no_place_in_it(at, agent):
    space = make_space(access=Access.PRIVATE, lead=agent, title="Entre nous")
    lesson = make_lesson(agent, published=True, audience=Audience.SPACE, space=space, title="Rien que pour nous")
    for page in (space, space.get_parent(), lesson):
        assert at(reverse("wagtailadmin_explore", args=[page.pk])).status_code == 404
    chooser = reverse("wagtailadmin_choose_page")
    for url in (f"{chooser}{space.pk}/", f"{chooser}search/?q=nous"):
        answer = at(url)
        assert answer.status_code in (200, 404)
        assert "Rien que pour nous" not in answer.content.decode()


@pytest.mark.parametrize("kind", ["lesson", "guide", "news"])
def test_a_draft_is_previewed_in_a_frame_of_the_admin(at, agent, kind):
    page = {
        "lesson": lambda: make_lesson(agent, title="Vu d’avance"),
        "guide": lambda: make_rollout(agent, [], title="Vu d’avance").guide,
        "news": lambda: news("Vu d’avance"),
    }[kind]()
    if kind == "lesson":
        actions.submit_lesson(author=agent, lesson=page)
    page.refresh_from_db()
    page.save_revision()
    shown = at(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert shown.status_code == 200
    assert "Vu d’avance" in shown.content.decode()
    assert "frame-ancestors 'self'" in shown.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown.headers


def test_a_page_is_published_when_its_hour_has_come(run_jobs):
    page = news("À l’heure dite")
    page.unpublish()
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    run_due()
    run_jobs()
    assert not NewsPage.objects.get(pk=page.pk).live
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        run_due()
        run_jobs()
    assert NewsPage.objects.get(pk=page.pk).live


def addresses_of(page, patterns=admin_urls.urlpatterns, prefix=""):
    """Every address of the admin that names a page."""
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from addresses_of(page, each.url_patterns, f"{prefix}{each.namespace}:" if each.namespace else prefix)
            continue
        asked = set(getattr(each.pattern, "converters", ())) or set(each.pattern.regex.groupindex)
        if each.name and NAMES & asked:
            yield reverse(prefix + each.name, kwargs={name: page.pk if name in NAMES else 1 for name in asked})


def test_an_administrator_opens_nothing_there_that_they_may_not_see(client, settings, agent):
    settings.REQUIRE_MFA = False
    space = make_space(access=Access.PRIVATE, lead=agent, title="Entre nous")
    hidden = [
        space,
        make_lesson(agent, published=True, audience=Audience.SPACE, space=space, title="Rien que pour nous"),
        make_lesson(agent, title="Brouillon"),
    ]
    seen = news("Pour tous")
    client.force_login(UserFactory(is_superuser=True))
    edit = reverse("wagtailadmin_pages:edit", args=[seen.pk])
    nothing = client.get(reverse("wagtailadmin_pages:edit", args=[999_999])).content
    assert client.get(edit).status_code == 200
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for page in hidden:
        opened = [url for url in addresses_of(page) if client.get(url).status_code != 404]
        assert opened == []
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content == nothing
        assert client.post(f"{bulk}?id={seen.pk}&id={page.pk}").status_code == 404
        page.refresh_from_db()
    assert len(list(addresses_of(seen))) > 30
    assert client.get(f"{bulk}?id={seen.pk}").status_code == 200
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_the_home_of_the_admin_counts_no_page_of_a_space(at, agent):
    def shown():
        return re.sub(r"\b[A-Za-z0-9]{64}\b|nonce=\S+", "", at(reverse("wagtailadmin_home")).content.decode())

    before = shown()
    make_space(access=Access.PRIVATE, lead=agent)
    assert shown() == before
