"""A module that is switched off is not found, by any door, and comes back as it was; models; following; pins."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from intranet.core.text import render_markdown
from intranet.notifications.models import Notification
from search.models import SearchEntry
from spaces.discussions.actions import mark_thread_read, open_thread, post_message
from spaces.documents.actions import add_document
from spaces.events.actions import create_event
from spaces.workspaces import actions
from spaces.workspaces.constants import Access
from spaces.workspaces.models import Pin, SpacePage
from tests.factories.answers import shut
from tests.factories.files import pdf, upload
from tests.factories.people import AgentFactory, editor
from tests.factories.places import make_space


def switch(space, lead, off):
    changed = SpacePage.objects.get(pk=space.pk)
    changed.modules_off = off
    return actions.edit_space(editor=lead, space=changed)


@pytest.fixture
def full(agent):
    """A space with something of every module."""
    space = make_space(lead=agent)
    thread = open_thread(author=agent, space=space, title="Taux", body="Le taux", client_id=uuid4())
    document = add_document(author=agent, space=space, upload=upload("taux.pdf", pdf("Le taux")))
    starts = timezone.now() + timedelta(days=1)
    event = create_event(
        organiser=agent, space=space, title="Le taux", starts_at=starts, ends_at=starts + timedelta(hours=1)
    )
    return space, thread, document, event


def doors(space, thread, document, event):
    """By module: pages, then writes, and the kinds of entries."""
    message = thread.messages.get()
    return {
        "discussions": (
            [reverse("threads", args=[space.slug]), thread.get_absolute_url(), reverse("message", args=[message.pk]),
             f"/api/v1/threads/{thread.pk}", f"/api/v1/spaces/{space.pk}/threads"],
            [reverse("thread-reply", args=[space.slug, thread.pk]), reverse("thread-new", args=[space.slug]),
             reverse("message-react", args=[message.pk])],
            ["thread", "message"],
        ),
        "documents": (
            [reverse("documents", args=[space.slug]), document.get_absolute_url(),
             reverse("document-file", args=[document.pk]), f"/api/v1/documents/{document.pk}"],
            [reverse("documents", args=[space.slug]), reverse("version-new", args=[document.pk])],
            ["document"],
        ),
        "events": (
            [reverse("space-agenda", args=[space.slug]), event.get_absolute_url()],
            [reverse("event-new", args=[space.slug]), reverse("event-answer", args=[event.pk])],
            ["event"],
        ),
    }  # fmt: skip


@pytest.mark.parametrize("module", ["discussions", "documents", "events"])
def test_a_module_switched_off_is_not_found_and_keeps_its_content(client, agent, full, module):
    space = full[0]
    pages, writes, kinds = doors(*full)[module]
    client.force_login(agent)
    entries = SearchEntry.objects.filter(kind__in=kinds, deleted=False)
    assert all(entry.containers for entry in entries.all())
    assert reverse({"discussions": "threads", "documents": "documents", "events": "space-agenda"}[module],
                   args=[space.slug]) in client.get(space.get_absolute_url()).content.decode()  # fmt: skip
    switch(space, agent, f",{module},")
    home = client.get(space.get_absolute_url()).content.decode()
    assert pages[0] not in home
    for url in pages:
        assert client.get(url).status_code == 404, url
    for url in writes:
        assert client.post(url).status_code == 404, url
    assert entries.all().count() == len(kinds)
    assert not any(entry.containers for entry in entries.all())
    switch(space, agent, "")
    for url in pages:
        answer = client.get(url)
        shut(answer)
        assert answer.status_code == 200, url
    assert all(entry.containers for entry in entries.all())


def test_a_message_takes_no_file_where_there_are_no_documents(client, agent, full):
    space, thread, _document, _event = full
    switch(space, agent, ",documents,")
    client.force_login(agent)
    assert 'name="files"' not in client.get(thread.get_absolute_url()).content.decode()
    sent = {"body": "Avec un fichier", "client_id": str(uuid4()), "files": upload("note.pdf", pdf("Note"))}
    client.post(reverse("thread-reply", args=[space.slug, thread.pk]), sent)
    assert space.documents.count() == 1


def test_a_space_is_made_from_a_model_without_anybody_of_it(client, agent, colleague, commune):
    model = make_space(lead=agent, members=[AgentFactory()], title="Modèle de club", purpose="Se voir", intro="Accueil")
    open_thread(author=agent, space=model, title="Dedans", body="Chut", client_id=uuid4())
    Pin.objects.create(space=model, title="Nos règles", text="Une chose à la fois.")
    Pin.objects.create(space=model, title="La discussion", url=f"{model.get_absolute_url()}discussions/1/")
    model = switch(model, agent, ",events,")
    client.force_login(colleague)
    url = reverse("space-new")
    assert "Modèle de club" not in client.get(url).content.decode()
    actions.mark_template(by=agent, space=model)
    assert "Modèle de club" in client.get(url).content.decode()
    form = client.get(url, {"modele": model.slug}).context["form"]
    sent = {name: form[name].value() for name in ("purpose", "intro", "access", "modules")}
    client.post(url, sent | {"title": "Club de paie", "modele": model.slug})
    made = SpacePage.objects.get(title="Club de paie")
    assert (made.purpose, made.intro, made.switched_off, made.is_template) == ("Se voir", "Accueil", {"events"}, False)
    assert [pin.title for pin in made.pins.all()] == ["Nos règles"]
    assert made.leads == [colleague]
    assert made.memberships.count() == 1
    assert not made.threads.exists()


def test_a_model_is_offered_to_those_who_read_it_alone(client, agent, colleague):
    model = make_space(access=Access.PRIVATE, lead=agent, title="Entre nous", is_template=True)
    client.force_login(colleague)
    page = client.get(reverse("space-new"), {"modele": model.slug})
    assert "Entre nous" not in page.content.decode()
    assert page.context["template"] is None


def test_an_editor_offers_an_open_space_as_a_model(client, agent):
    space = make_space(lead=agent)
    client.force_login(editor())
    client.post(reverse("space-template", args=[space.slug]))
    space.refresh_from_db()
    assert space.is_template


@pytest.mark.parametrize(("level", "told"), [
    ("everything", {"thread.opened", "message.mention", "message.reply"}),
    ("mentions", {"message.mention", "message.reply"}),
    ("nothing", set()),
])  # fmt: skip
def test_one_is_told_of_what_one_follows(client, agent, colleague, level, told):
    space = make_space(lead=agent, members=[colleague])
    client.force_login(colleague)
    client.post(reverse("space-follow", args=[space.slug]), {"level": level})
    mine = open_thread(author=colleague, space=space, title="Le mien", body="?", client_id=uuid4())
    post_message(author=agent, thread=mine, body="Voilà", client_id=uuid4())
    open_thread(author=agent, space=space, title="Autre", body=f"Bonjour @{colleague.slug}", client_id=uuid4())
    kinds = Notification.objects.filter(recipient=colleague).values_list("kind", flat=True)
    assert set(kinds) == told


def test_a_level_that_does_not_exist_changes_nothing(client, agent):
    space = make_space(lead=agent)
    client.force_login(agent)
    client.post(reverse("space-follow", args=[space.slug]), {"level": "loudly"})
    assert space.memberships.get(user=agent).follow == "mentions"


def test_the_list_says_what_is_new_and_is_filtered(client, agent, colleague, commune):
    mine = make_space(lead=colleague, members=[agent], title="Zone de paie")
    other = make_space(lead=agent, title="Aînés")
    for n in range(2):
        thread = open_thread(author=colleague, space=mine, title=f"Fil {n}", body="?", client_id=uuid4())
        post_message(author=colleague, thread=thread, body="!", client_id=uuid4())
    mark_thread_read(user=agent, thread=thread, seq=99)
    client.force_login(agent)

    def listed(**asked):
        return [space.title for space in client.get(reverse("spaces"), asked).context["page"]]

    page = client.get(reverse("spaces"))
    assert {space.title: space.unread for space in page.context["page"]} == {"Zone de paie": 1, "Aînés": 0}
    assert "1 discussion à lire" in page.content.decode()
    assert listed(tri="nom") == ["Aînés", "Zone de paie"]
    assert listed(collectivite=commune.slug) == ["Aînés"]
    assert listed(vue="miens", tri="nom") == ["Aînés", "Zone de paie"]
    actions.archive_space(lead=agent, space=other)
    assert listed() == ["Zone de paie"]
    assert listed(vue="archives") == ["Aînés"]


def test_leads_keep_things_in_sight(client, agent, colleague, settings):
    space = make_space(lead=agent, members=[colleague])
    client.force_login(agent)
    url = reverse("space-pin", args=[space.slug])
    for title, address in (("Un", "https://exemple.example/a"), ("Deux", f"{settings.SITE_URL}/guides/pas/")):
        assert client.post(url, {"title": title, "url": address}).status_code == 302
    one, two = space.pins.all()
    assert (two.url, two.icon) == ("/guides/pas/", "route")
    client.post(reverse("space-pin-manage", args=[space.slug, two.pk]), {"do": "up"})
    assert [pin.title for pin in space.pins.all()] == ["Deux", "Un"]
    client.force_login(colleague)
    assert "https://exemple.example/a" in client.get(space.get_absolute_url()).content.decode()
    assert client.post(url, {"title": "Trois", "text": "Non"}).status_code == 403
    client.force_login(agent)
    client.post(reverse("space-pin-manage", args=[space.slug, one.pk]), {"do": "unpin"})
    assert [pin.title for pin in space.pins.all()] == ["Deux"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//ailleurs.example/", "data:text/html,x", "/\\ailleurs", "/\t/ailleurs/"]
)
def test_what_is_pinned_leads_nowhere_it_should_not(client, agent, address):
    space = make_space(lead=agent)
    client.force_login(agent)
    answer = client.post(reverse("space-pin", args=[space.slug]), {"title": "Piège", "url": address})
    assert answer.status_code == 422
    assert "Piège" in answer.content.decode()
    assert not space.pins.exists()


@pytest.mark.parametrize(("written", "shown"), [
    ("> [!note]\n> Un mot", '<blockquote class="callout">\n<p><strong>À noter</strong><br>\nUn mot</p>'),
    ("> [!attention] Un mot",
     '<blockquote class="callout callout--warn">\n<p><strong>Attention</strong> Un mot</p>'),
    ("> [!inconnu] Un mot", "<blockquote>\n<p>[!inconnu] Un mot</p>"),
    ("> Une citation", "<blockquote>\n<p>Une citation</p>"),
    ("[!note] pas une citation", "<p>[!note] pas une citation</p>"),
])  # fmt: skip
def test_a_quotation_that_says_so_is_a_callout(written, shown):
    assert shown in render_markdown(written)
