"""What is done in Wagtail's admin is on record like the rest."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from intranet.accounts.constants import EDITORS_GROUP
from intranet.accounts.models import User
from intranet.audit.models import Entry
from intranet.home.models import NewsIndexPage, NewsPage
from knowledge.guides.models import GuideIndexPage, GuidePage
from spaces.discussions.actions import open_thread
from tests.factories.people import AgentFactory, UserFactory, confirm, editor
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    """Somebody of the IT team, in the admin."""
    person = UserFactory(is_superuser=True, first_name="Ines", last_name="Technique")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    confirm(client, person)
    return person


@pytest.fixture
def editors(db):
    return Group.objects.get_or_create(name=EDITORS_GROUP)[0]


def sent(person, **changed):
    """The admin's form about `person`."""
    fields = {"email": person.email, "first_name": person.first_name, "last_name": person.last_name, "is_active": "on"}
    return {name: value for name, value in (fields | changed).items() if value is not None}


def acts(about, *names):
    found = Entry.objects.filter(object_id=str(about.pk), action__in=names).order_by("pk")
    return [(entry.action, entry.actor_name, entry.details) for entry in found]


def test_a_role_given_and_taken_is_on_record(client, administrator, agent, editors):
    where = f"/gestion/users/edit/{agent.pk}/"
    assert client.post(where, sent(agent, groups=[editors.pk])).status_code == 302
    assert client.post(where, sent(agent)).status_code == 302
    assert acts(agent, "role.given", "role.taken") == [
        ("role.given", "Ines Technique", {"role": EDITORS_GROUP}),
        ("role.taken", "Ines Technique", {"role": EDITORS_GROUP}),
    ]


def test_an_administrator_made_is_on_record(client, administrator, agent):
    client.post(f"/gestion/users/edit/{agent.pk}/", sent(agent, is_superuser="on"))
    assert acts(agent, "role.given") == [("role.given", "Ines Technique", {"role": "administrateur"})]


def test_an_account_that_is_made_closed_had_nothing_to_close(commune):
    person = AgentFactory(commune, is_active=False)
    assert acts(person, "account.closed") == []
    assert person.organisations == [commune]


def test_an_account_closed_and_opened_is_on_record_and_its_sockets_close(
    client, administrator, agent, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr("intranet.live.publish.courier.send", lambda item, **_more: told.append(item))
    where = f"/gestion/users/edit/{agent.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(where, sent(agent, is_active=None))
    assert ["revoke_user", agent.pk] in told
    client.post(where, sent(agent))
    assert [act[:2] for act in acts(agent, "account.closed", "account.opened")] == [
        ("account.closed", "Ines Technique"),
        ("account.opened", "Ines Technique"),
    ]


def test_several_accounts_closed_at_once_are_too(
    client, administrator, agent, colleague, monkeypatch, django_capture_on_commit_callbacks
):
    told = []
    monkeypatch.setattr("intranet.live.publish.courier.send", lambda item, **_more: told.append(item))
    where = f"/gestion/bulk/accounts/user/set_active_state/?id={agent.pk}&id={colleague.pk}"
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(where, {"mark_as_active": "False"}).status_code == 302
    for person in (agent, colleague):
        assert ["revoke_user", person.pk] in told
        assert [act[0] for act in acts(person, "account.closed")] == ["account.closed"]


BULK = "/gestion/bulk/accounts/user/delete/?id={}"


@pytest.mark.parametrize("where", ["/gestion/users/delete/{}/", BULK])
def test_an_account_that_is_deleted_leaves_no_space_alone(client, administrator, agent, colleague, where):
    space = make_space(lead=agent, members=[colleague])
    assert client.post(where.format(agent.pk)).status_code == 302
    assert not User.objects.filter(pk=agent.pk).exists()
    assert space.memberships.get().role == "lead"
    assert acts(agent, "account.closed", "account.deleted") == [
        ("account.closed", "Ines Technique", {}),
        ("account.deleted", "Ines Technique", {}),
    ]


@pytest.mark.parametrize("where", ["/gestion/users/delete/{}/", BULK])
def test_who_wrote_something_is_not_deleted(client, administrator, agent, where):
    open_thread(author=agent, space=make_space(lead=agent), title="Taux", body="Bonjour", client_id=uuid4())
    answer = client.post(where.format(agent.pk), follow=True)
    assert "fermez ce compte" in answer.content.decode()
    agent.refresh_from_db()
    assert agent.is_active


def test_news_and_guides_published_are_on_record(client, agent):
    chief = editor(organisation=agent.primary_organisation)
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    news = NewsIndexPage.objects.get().add_child(instance=NewsPage(title="Nouvelle", body=[], live=False))
    guide = GuideIndexPage.objects.get().add_child(instance=GuidePage(title="Guide", live=False))
    guide.save_revision().publish()
    assert acts(guide, "guide.published") == [("guide.published", "", {})]
    news.save_revision()
    body = streamfield([("paragraph", rich_text("<p>Elle est là.</p>"))])
    sent_page = {"title": "Nouvelle", "slug": news.slug, "published_at": "2026-11-02 10:00", "body": body}
    form = nested_form_data({**sent_page, "comments": inline_formset([]), "action-publish": "1"})
    published = client.post(f"/gestion/pages/{news.pk}/edit/", form)
    assert published.status_code == 302
    assert acts(news, "news.published") == [("news.published", str(chief), {})]
