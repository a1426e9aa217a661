"""A message is drawn once, and again when it looks otherwise."""

from datetime import date
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from intranet.accounts.models import User
from intranet.files.models import StoredFile
from intranet.organisations.models import Organisation
from spaces.discussions import actions
from spaces.discussions.models import Message
from spaces.discussions.templatetags.messages import message_row
from spaces.documents.actions import add_document
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage
from tests.factories import files
from tests.factories.places import make_space

pytestmark = pytest.mark.django_db


@pytest.fixture
def thread(agent):
    space = make_space(title="Paie et PAS", lead=agent)
    return actions.open_thread(
        author=agent, space=space, title="Taux neutre", body="Que faire ?", client_id=uuid4(), kind="question"
    )


def drawn(pk):
    """A message as the page shows it, and as it is drawn anew."""
    found = Message.objects.for_display().select_related("thread__space").get(pk=pk)
    return message_row(found), render_to_string("discussions/_message.html", {"message": found})


def test_a_message_drawn_once_is_drawn_again_whenever_something_in_it_changes(thread, agent, colleague):
    document = add_document(
        author=colleague, space=thread.space, title="Modèle de note", upload=files.upload("note.pdf", files.pdf())
    )
    first = thread.messages.get()
    message, _new = actions.post_message(
        author=colleague, thread=thread, body="Voici la note.", client_id=uuid4(), quote=first, documents=[document]
    )

    def update(model, pk, **fields):
        return lambda: model.objects.filter(pk=pk).update(**fields)

    changes = {
        "its words": lambda: actions.edit_message(editor=colleague, message=message, body="Voici la note signée."),
        "a reaction": lambda: actions.react(user=agent, message=message, kind="merci"),
        "who reacted": lambda: actions.react(user=colleague, message=message, kind="merci"),
        "kept as the answer": lambda: actions.accept_answer(actor=agent, message=message),
        "the words it quotes": lambda: actions.edit_message(editor=agent, message=first, body="Que faire en août ?"),
        "the quoted one is gone": lambda: actions.delete_message(actor=agent, message=first),
        "the file's title": update(Document, document.pk, title="Note aux agents"),
        "the file's kind": update(StoredFile, document.current.file_id, extension="odt"),
        "the file's size": update(StoredFile, document.current.file_id, size=7_000_000),
        "the author's name": update(User, colleague.pk, last_name="Fournier-Lacaze"),
        "the author's address": update(User, colleague.pk, slug="mael-fournier-lacaze"),
        "the commune's name": update(Organisation, colleague.primary_organisation.pk, short_name="Corvelles-le-Haut"),
        "the commune's arms": update(Organisation, colleague.primary_organisation.pk, crest_division=5),
        "the commune leaves the pool": update(Organisation, colleague.primary_organisation.pk, in_pool=False),
        "the author leaves the commune": lambda: colleague.memberships.update(ended_on=date(2020, 1, 1)),
        "the account is closed": update(User, colleague.pk, is_active=False),
        "the space moves": update(SpacePage, thread.space_id, slug="paie-et-carrieres"),
        "it is gone": update(Message, message.pk, deleted_at=timezone.now()),
    }
    seen = {drawn(message.pk)[0]}
    for what, change in changes.items():
        change()
        shown, anew = drawn(message.pk)
        assert shown == anew, what
        assert shown not in seen, what
        seen.add(shown)
