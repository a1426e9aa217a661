"""What a person sees of discussions."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from intranet.notifications.models import Notification
from spaces.discussions import actions
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpacePage
from tests.factories.people import AgentFactory
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(agent, colleague):
    space = make_space(title="Paie et PAS", lead=agent)
    return actions.open_thread(
        author=agent, space=space, title="Taux neutre", body="Que **faire** ?", client_id=uuid4(), kind="question"
    )


def test_an_agent_of_another_commune_reads_and_answers_in_an_open_space(client, thread, colleague):
    client.force_login(colleague)
    page = client.get(thread.get_absolute_url())
    assert "<strong>faire</strong>" in page.content.decode()
    answer = client.post(
        f"{thread.get_absolute_url()}messages/", {"body": "Taux neutre d'office.", "client_id": uuid4()}
    )
    assert answer.status_code == 302
    assert "Taux neutre d'office." in client.get(answer.url).content.decode()


def test_an_empty_message_is_refused_beside_what_was_typed(client, thread, colleague):
    client.force_login(colleague)
    answer = client.post(f"{thread.get_absolute_url()}messages/", {"body": "  ", "client_id": uuid4()})
    assert answer.status_code == 422
    assert "Écrivez quelque chose" in answer.content.decode()


def test_sending_the_same_message_twice_keeps_one(client, thread, colleague):
    client.force_login(colleague)
    sent = {"body": "Une fois", "client_id": str(uuid4())}
    json = {"accept": "application/json"}
    first = client.post(f"{thread.get_absolute_url()}messages/", sent, headers=json)
    again = client.post(f"{thread.get_absolute_url()}messages/", sent, headers=json)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert thread.messages.count() == 2


def test_a_thread_of_a_private_space_is_absent_for_others(client, agent, colleague):
    space = make_space(access=Access.PRIVATE, lead=agent)
    thread = actions.open_thread(author=agent, space=space, title="Entre nous", body="Secret", client_id=uuid4())
    client.force_login(colleague)
    hidden, absent = client.get(thread.get_absolute_url()), client.get("/espaces/rien/discussions/999999/")
    assert (hidden.status_code, absent.status_code) == (404, 404)
    assert "Secret" not in hidden.content.decode()
    assert hidden.content == absent.content


def test_a_thread_whose_number_is_beyond_all_is_absent(client, thread, colleague):
    client.force_login(colleague)
    absent = f"/espaces/{thread.space.slug}/discussions/{2**63}/"
    assert client.get(absent).status_code == 404
    assert client.post(f"{absent}messages/", {"body": "Oui", "client_id": uuid4()}).status_code == 404


def test_the_number_of_queries_of_a_thread_does_not_grow_with_its_messages(client, thread, colleague):
    client.force_login(colleague)
    client.get(thread.get_absolute_url())
    counts = []
    for _round in range(2):
        for n in range(10):
            author = AgentFactory() if n % 2 else colleague
            actions.post_message(author=author, thread=thread, body=f"Message {n}", client_id=uuid4())
        client.get(thread.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(thread.get_absolute_url())
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_telling_thirty_followers_of_a_thread_asks_no_more_than_telling_three(agent):
    asked, told = [], []
    for followers in (3, 30):
        space = make_space(access=Access.PRIVATE, lead=agent, members=[AgentFactory() for _n in range(followers)])
        space.memberships.update(follow="everything")
        opened = {"author": agent, "space": SpacePage.objects.get(pk=space.pk), "title": "Paie", "body": "Oui"}
        actions.open_thread(**opened, client_id=uuid4())
        with CaptureQueriesContext(connection) as queries:
            thread = actions.open_thread(**opened, client_id=uuid4())
        asked.append(len(queries))
        told.append(Notification.objects.filter(kind="thread.opened", about_id=thread.pk).count())
    assert told == [3, 30]
    assert asked[0] == asked[1]
