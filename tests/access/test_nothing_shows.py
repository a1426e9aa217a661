"""What goes on where somebody may not look changes no page of theirs: not a word, a count, a date, nor an order.

The pages are read, much happens elsewhere, and the same pages are read again.
"""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from knowledge.lessons.actions import create_lesson
from knowledge.lessons.constants import SECTIONS, Audience
from knowledge.lessons.models import LessonPage
from spaces.discussions.actions import open_thread
from spaces.documents.actions import add_document, create_folder
from spaces.events.actions import create_event
from spaces.workspaces import actions
from spaces.workspaces.constants import Access
from spaces.workspaces.models import SpacePage
from tests.factories.answers import shut
from tests.factories.files import pdf, upload
from tests.factories.people import UserFactory

from .tables import ROWS
from .test_addresses import browser

pytestmark = pytest.mark.long

WORD = "Zorglub"
LISTS = [
    "/espaces/?vue=archives", "/espaces/?tri=nom", "/recherche/?q=espace", f"/recherche/?q={WORD}", "/api/v1/spaces",
    "/api/v1/lessons", "/api/v1/search?q=espace", f"/api/v1/search?q={WORD}", "/organisations/aval/",
]  # fmt: skip
# Made anew for each answer.
CHANCE = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |name="client_id" value=|nonce[=-])"?[^"\s]*"?')


@pytest.mark.parametrize("role", ["agent_b", "pending", "left", "guest", "editor", "administrator"])
def test_what_happens_elsewhere_changes_no_page(role, world, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    # Once it is read it is new no more.
    browser(world, role).get(world.thread.get_absolute_url())
    before = pages(world, role)
    elsewhere(world, [world.only_a, world.asked, world.open] if role == "guest" else [world.private, world.only_a])
    after = pages(world, role)
    # Administrators read the record.
    changed = {"/journal/"} if role == "administrator" else set()
    assert {address for address in before if before[address] != after[address]} == changed
    assert len(before) > 60


def pages(world, role):
    """What everything that one may ask for answers."""
    client, read = browser(world, role), {}
    for address in [*LISTS, *(reverse(row.name, kwargs=row.args(world)) for row in ROWS if row.method == "GET")]:
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        read[address] = (answer.status_code, CHANCE.sub("", content.decode(errors="replace")))
        shut(answer)
    return read


def elsewhere(world, spaces):
    """One of everything, by who may, in each of `spaces`; and spaces, texts and people that nobody else knows of."""
    lead, now = world.people["lead"], timezone.now()
    told = {"organisation": world.a, **{name: WORD for name, _heading, _hint in SECTIONS}}
    for space in spaces:
        document = add_document(author=lead, space=space, upload=upload(f"{WORD}.pdf", pdf(WORD)))
        open_thread(author=lead, space=space, title=WORD, body=WORD, client_id=uuid4(), documents=[document])
        create_folder(author=lead, space=space, name=WORD)
        hours = {"starts_at": now + timedelta(hours=1), "ends_at": now + timedelta(hours=2)}
        create_event(organiser=lead, space=space, title=WORD, **hours)
        actions.pin(lead=lead, space=space, title=WORD, text=WORD)
        actions.invite(lead=lead, space=space, email="zorglub@ailleurs.example")
        space.memberships.create(user=UserFactory(first_name=WORD), role="guest")
        of_space = LessonPage(title=WORD, audience=Audience.SPACE, space=space, **told)
        create_lesson(author=lead, lesson=of_space).get_latest_revision().publish()
    create_lesson(author=lead, lesson=LessonPage(title=f"{WORD} bis", **told))
    for access in (Access.PRIVATE, Access.ORGANISATIONS):
        made = SpacePage(title=f"{WORD} {access}", access=access)
        actions.create_space(author=lead, space=made, organisations=[world.a], themes=[world.theme])
    actions.archive_space(lead=lead, space=SpacePage.objects.get(pk=spaces[-1].pk))
