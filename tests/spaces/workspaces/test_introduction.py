"""The introduction of a space, with images of its own."""

import pytest
from django.test import Client
from django.urls import reverse

from intranet.core.text import render_markdown
from spaces.documents.actions import add_document
from spaces.workspaces.models import SpacePage
from tests.factories.files import pdf, photo, upload
from tests.factories.people import UserFactory
from tests.factories.places import make_space


@pytest.fixture
def space(agent):
    return make_space(lead=agent)


def filed(space, author, content, name):
    return add_document(author=author, space=space, upload=upload(name, content), title="Le plan")


def introduced(space, agent, intro):
    """Send the form of the space with this introduction."""
    client = Client()
    client.force_login(agent)
    sent = {
        "title": space.title,
        "intro": intro,
        "access": space.access,
        "edition": space.edition,
        "modules": "documents",
    }
    return client.post(reverse("space-edit", args=[space.slug]), sent)


def test_an_image_of_the_space_is_shown_by_the_address_of_its_page(client, space, agent, settings):
    image = filed(space, agent, photo(), "plan.jpg")
    picture = reverse("document-thumbnail", args=[image.pk, "l"])
    for address in (f"/documents/{image.pk}/", f"{settings.SITE_URL}/documents/{image.pk}/"):
        space.refresh_from_db()
        assert introduced(space, agent, f"![Le plan du parvis]({address})").status_code == 302
        client.force_login(agent)
        home = client.get(space.get_absolute_url()).content.decode()
        assert f'<img src="{picture}" alt="Le plan du parvis" loading="lazy">' in home
        assert b"".join(client.get(picture).streaming_content).startswith(b"RIFF")


def test_who_does_not_read_the_space_does_not_get_its_picture(client, space, agent):
    image = filed(space, agent, photo(), "plan.jpg")
    client.force_login(UserFactory())
    assert client.get(reverse("document-thumbnail", args=[image.pk, "l"])).status_code == 404


@pytest.mark.parametrize("address", ["https://ailleurs.example/x.png", "/documents/987654321/", "//ailleurs.example/x"])
def test_an_image_from_elsewhere_is_refused_and_what_was_typed_stays(space, agent, address):
    answer = introduced(space, agent, f"Bonjour. ![x]({address})")
    assert answer.status_code == 422
    assert "n’est pas une image de cet espace" in answer.content.decode()
    assert f"Bonjour. ![x]({address})" in answer.content.decode()
    assert SpacePage.objects.get(pk=space.pk).intro == ""


def test_neither_another_space_s_image_nor_a_file_that_is_none_is_shown(space, agent):
    elsewhere = filed(make_space(lead=agent), agent, photo(), "plan.jpg")
    text = filed(space, agent, pdf("Le taux"), "note.pdf")
    for document in (elsewhere, text):
        assert introduced(space, agent, f"![x](/documents/{document.pk}/)").status_code == 422


def test_nothing_else_that_is_written_shows_images():
    assert "<img" not in render_markdown("![x](/documents/12/)")
    assert "<img" not in render_markdown('<img src="/documents/12/apercu/l/">', picture=lambda address: "/x/")
    assert render_markdown("![Le plan](/a/)", picture=lambda address: "").count('<a href="/a/"') == 1
