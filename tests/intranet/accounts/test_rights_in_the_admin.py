"""In the admin too, who gives rights says again who they are first; nothing they typed is lost."""

from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from intranet.accounts.models import User
from tests.factories.people import PASSWORD, UserFactory, code_of, confirm, editor, enrol

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def _person(person, **changed):
    fields = {"email": person.email, "first_name": person.first_name, "last_name": person.last_name, "is_active": "on"}
    return {name: value for name, value in (fields | changed).items() if value is not None}


def _role(agent, group):
    typed = _person(agent, groups=[group.pk])
    return f"/gestion/users/edit/{agent.pk}/", typed, lambda: agent.groups.exists()


def _administrator(agent, group):
    typed = _person(agent, is_superuser="on")
    return f"/gestion/users/edit/{agent.pk}/", typed, lambda: User.objects.get(pk=agent.pk).is_superuser


def _closed(agent, group):
    typed = _person(agent, is_active=None)
    return f"/gestion/users/edit/{agent.pk}/", typed, lambda: not User.objects.get(pk=agent.pk).is_active


def _made(agent, group):
    new = User(email="neuf@verlanges.example", first_name="Noé", last_name="Neuf")
    typed = _person(new, password1=PASSWORD, password2=PASSWORD, is_superuser="on")
    return "/gestion/users/new/", typed, lambda: User.objects.filter(email=new.email, is_superuser=True).exists()


def _deleted(agent, group):
    return f"/gestion/users/delete/{agent.pk}/", {}, lambda: not User.objects.filter(pk=agent.pk).exists()


def _group(agent, group):
    enter = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    typed = {"name": group.name, "permissions": [enter.pk]}
    for panel in ("page", "collection", "document", "image"):
        typed |= nested_form_data({f"{panel}_permissions": inline_formset([])})
    return f"/gestion/groups/edit/{group.pk}/", typed, lambda: enter in group.permissions.all()


def _new_group(agent, group):
    _where, typed, _done = _group(agent, group)
    return "/gestion/groups/new/", typed | {"name": "Autres"}, lambda: Group.objects.filter(name="Autres").exists()


def _several(agent, group):
    where = f"/gestion/bulk/accounts/user/assign_role/?{urlencode({'id': agent.pk})}"
    return where, {"role": group.pk}, lambda: agent.groups.exists()


ACTS = [_role, _administrator, _closed, _made, _deleted, _group, _new_group, _several]


@pytest.fixture(params=ACTS, ids=lambda act: act.__name__.strip("_"))
def act(request, agent):
    """Where rights are given, what is typed, and whether they were."""
    where, typed, done = request.param(agent, Group.objects.create(name="Équipe"))
    return SimpleNamespace(where=where, typed=typed, done=done)


@pytest.fixture
def administrator(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person, backend=BACKEND)
    return person


def test_the_form_opens_to_who_says_again_who_they_are(client, administrator, act):
    asked = client.get(act.where)
    assert (asked.status_code, asked.url) == (302, f"/compte/confirmation/?{urlencode({'next': act.where})}")
    assert client.post(asked.url, {"password": PASSWORD}).url == act.where
    assert client.get(act.where).status_code == 200
    assert client.post(act.where, act.typed).status_code == 302
    assert act.done()


@pytest.mark.parametrize("act", [each for each in ACTS if each is not _made], indirect=True)
def test_what_is_sent_late_waits_for_it_and_is_then_done_as_it_was_typed(client, administrator, act):
    asked = client.post(act.where, act.typed)
    assert asked.url.startswith("/compte/confirmation/")
    client.post(asked.url, {"password": "faux"})
    assert not act.done()
    client.post(asked.url, {"password": PASSWORD})
    assert act.done()


@pytest.mark.parametrize("act", [_made], indirect=True)
def test_a_password_that_was_typed_does_not_wait_with_the_rest(client, administrator, act):
    asked = client.post(act.where, act.typed)
    assert PASSWORD not in str(dict(client.session))
    form = client.post(asked.url, {"password": PASSWORD})
    assert not act.done()
    assert 'value="neuf@verlanges.example"' in form.content.decode()
    client.post(act.where, act.typed)
    assert act.done()


@pytest.mark.parametrize("act", [_role], indirect=True)
def test_a_second_factor_says_it_as_well(client, administrator, act):
    secret = enrol(administrator)
    client.post(act.where, act.typed)
    client.post(f"/compte/double-facteur/reauthenticate/?{urlencode({'next': act.where})}", {"code": code_of(secret)})
    assert act.done()


def test_who_may_give_no_rights_is_not_asked_and_gives_none(client, act):
    chief = editor()
    client.force_login(chief, backend=BACKEND)
    answer = client.post(act.where, act.typed)
    assert "/compte/" not in answer.headers.get("Location", "")
    confirm(client, chief)
    client.post(act.where, act.typed)
    assert not act.done()


@pytest.mark.parametrize("where", ["users/", "groups/", "users/history/{pk}/", "", "pages/"])
def test_pages_that_only_show_ask_nothing(client, administrator, agent, where):
    assert client.get("/gestion/" + where.format(pk=agent.pk)).status_code == 200
