"""A space's home shows the head of what it holds, and how much there is in all."""

import pytest

from spaces.discussions.models import Thread
from spaces.documents.actions import add_document
from tests.factories.files import pdf, upload
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


def test_it_says_how_many_discussions_and_documents_there_are_though_it_shows_a_few(client, agent):
    space, other = make_space(lead=agent), make_space(lead=agent)
    for number in range(8):
        Thread.objects.create(space=space, author=agent, title=f"Sujet {number}")
    Thread.objects.create(space=other, author=agent, title="Ailleurs")
    for number in range(5):
        add_document(author=agent, space=space, upload=upload(f"note-{number}.pdf", pdf(f"Taux {number}")))
    client.force_login(agent)
    page = client.get(space.get_absolute_url()).content.decode()
    assert page.count("Sujet ") == 6
    assert "Toutes (8)" in page
    assert "Tous (5)" in page
    assert "Ailleurs" not in page


def test_of_nothing_it_says_so(client, agent):
    client.force_login(agent)
    page = client.get(make_space(lead=agent).get_absolute_url()).content.decode()
    assert "Aucune discussion pour le moment." in page
    assert "Aucun document pour le moment." in page
