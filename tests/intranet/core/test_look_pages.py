import re
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.views import defaults

from intranet.core.context_processors import nav_items, navigation
from tests.factories.people import UserFactory


def request_of(path="/", user=None, **cookies):
    request = RequestFactory().get(path)
    request.COOKIES.update(cookies)
    request.user = user or AnonymousUser()
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def member(is_agent=True):
    return SimpleNamespace(is_authenticated=True, is_agent=is_agent)


def test_an_agent_finds_every_door():
    labels = [item.label for item in nav_items(request_of(user=member()))]
    assert labels == ["Accueil", "Espaces", "Retours d’expérience", "Guides", "Agenda", "Annuaire"]


def test_a_guest_finds_spaces_and_their_events_only():
    labels = [item.label for item in nav_items(request_of(user=member(is_agent=False)))]
    assert labels == ["Espaces", "Agenda"]


def test_a_stranger_finds_no_door():
    assert nav_items(request_of()) == []
    assert nav_items(RequestFactory().get("/")) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", {"Accueil": "page"}),
        ("/espaces/", {"Espaces": "page"}),
        ("/espaces/paie/discussions/3/", {"Espaces": "true"}),
        ("/recherche/", {}),
    ],
)
def test_the_door_one_came_through_is_marked(path, current):
    items = nav_items(request_of(path, member()))
    assert {item.label: item.current for item in items if item.current} == current


def test_a_page_without_frame_does_not_ask_who_one_is():
    class Unasked:
        @property
        def is_authenticated(self):
            raise AssertionError("asked")

    navigation(request_of(user=Unasked()))


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("system", ""), ('"><b>', "")])
def test_the_theme_is_one_that_the_stylesheet_knows(cookie, theme):
    assert navigation(request_of(theme=cookie))["theme"] == theme


def test_a_page_wears_the_theme_from_its_first_byte():
    html = render_to_string("base.html", request=request_of(theme="dark"))
    assert '<html lang="fr" data-theme="dark">' in html


def test_a_page_links_one_stylesheet_and_nothing_from_elsewhere():
    html = render_to_string("base.html", request=request_of())
    assert len(re.findall(r'rel="stylesheet"', html)) == 1
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_a_lost_page_is_the_same_whatever_was_asked():
    bodies = {
        defaults.page_not_found(request_of(path), Exception("secret")).content
        for path in ("/espaces/prive/", "/nulle-part/", "/espaces/prive/")
    }
    assert len(bodies) == 1
    body = bodies.pop().decode()
    assert "Cette rue ne mène pas à la place" in body
    assert "prive" not in body
    assert "secret" not in body
    assert "csrf" not in body.lower()


def test_a_refusal_does_not_show_its_reason():
    response = defaults.permission_denied(request_of(), Exception("secret"))
    assert response.status_code == 403
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("view", [defaults.server_error, defaults.bad_request])
def test_a_breakdown_is_told_in_the_look_without_database(view):
    args = (Exception("secret"),) if view is defaults.bad_request else ()
    html = view(RequestFactory().get("/"), *args).content.decode()
    assert 'rel="stylesheet"' in html
    assert "<h1>" in html
    assert "secret" not in html


def test_messages_arrive_as_toasts_in_the_page_and_out_of_band_in_a_fragment():
    message = SimpleNamespace(level_tag="error", __str__=lambda: "")
    page = render_to_string("components/toasts.html", {"messages": [message], "tray": True})
    fragment = render_to_string("components/toasts.html", {"messages": [message]})
    assert '<toast-tray class="toasts" id="toasts" role="region" aria-label="Messages">' in page
    assert "toast--danger" in page
    assert '<div hx-swap-oob="beforeend:#toasts">' in fragment
    assert render_to_string("components/toasts.html", {"messages": []}).strip() == ""


def read_again(user):
    """`user` as a request finds them: nothing of theirs read yet."""
    return type(user).objects.get(pk=user.pk)


def test_a_lost_agent_sees_the_same_page_whatever_was_asked(agent):
    bodies = {
        defaults.page_not_found(request_of(path, read_again(agent)), Exception("secret")).content
        for path in ("/espaces/prive/", "/nulle-part/", "/espaces/prive/")
    }
    assert len(bodies) == 1
    body = bodies.pop().decode()
    assert "Awa Diallo" in body
    assert "csrf" not in body.lower()
    assert "aria-current" not in body


def test_the_frame_of_an_agent_costs_two_queries_for_who_they_are_and_one_for_the_bell(
    agent, django_assert_num_queries
):
    request = request_of("/espaces/", read_again(agent))
    # Memberships; whether they edit, which shows the door to the admin; the bell.
    with django_assert_num_queries(3):
        html = render_to_string("base.html", request=request)
    assert 'href="/annuaire/" ' in html or 'href="/annuaire/">' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<a href="/espaces/" aria-current="page">' in html


def test_the_frame_of_a_person_without_place_holds_no_door_to_the_pool(db):
    html = render_to_string("base.html", request=request_of(user=read_again(UserFactory())))
    assert 'href="/annuaire/"' not in html
    assert 'href="/guides/"' not in html
    assert "crest" not in html


def test_the_signed_out_frame_costs_nothing():
    html = render_to_string("base_plain.html", request=request_of())
    assert 'class="plan plan--fill"' in html
    assert 'href="/accessibilite/"' in html
