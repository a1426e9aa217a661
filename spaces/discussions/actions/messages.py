"""Messages: post, edit, delete, react, accept."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.core.text import MENTION, render_markdown
from intranet.files.actions import atomic_with_files
from intranet.files.intake import Checked
from intranet.live import publish
from intranet.notifications.actions import notify
from spaces.documents.actions import add_document
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import willing_to_hear

from ..constants import MAX_BODY, MAX_MENTIONS, ReactionKind, ThreadKind, ThreadState
from ..models import Attachment, Mention, Message, Reaction, ReadMark, Thread
from ..notification_types import AnswerAccepted, Mentioned, Replied
from ..policies import (
    can_accept_answer,
    can_delete_message,
    can_edit_message,
    can_post_message,
    can_react_to_message,
    can_view_thread,
)


class SentElsewhere(PermissionDenied):
    """This author's `client_id` names a message of another thread."""


def post_message(
    *,
    author: User,
    thread: Thread,
    body: str,
    client_id: UUID,
    quote: Message | None = None,
    documents: Iterable[Document] = (),
    files: Iterable[Checked] = (),
) -> tuple[Message, bool]:
    """Post `body` (Markdown, ≤ 20,000 characters) to `thread`; return the message and whether it is new.

    Idempotent per (author, client_id): sending again returns the first message. `files` become documents of the space
    and are joined, as `documents` are: with the message, or not at all.
    Effects: mentions and followers notified, live event on the thread after commit, the space becomes active.
    Raises PermissionDenied when the author may not post there, ValidationError on an empty or too long body.
    """
    require(can_post_message(author, thread))
    if first := _sent_before(author, client_id, thread):
        return first, False
    body = _checked(body)
    try:
        with atomic_with_files():
            added = [add_document(author=author, space=thread.space, upload=file) for file in files]
            return _write(author, thread, body, client_id, quote, [*documents, *added]), True
    except IntegrityError:  # the same message, sent twice at once
        if first := _sent_before(author, client_id, thread):
            return first, False
        raise


def _sent_before(author: User, client_id: UUID, thread: Thread) -> Message | None:
    first = Message.objects.filter(author=author, client_id=client_id).first()
    if first and first.thread_id != thread.pk:
        raise SentElsewhere
    return first


def edit_message(*, editor: User, message: Message, body: str) -> Message:
    """Replace the words of one's own message. Effects: audit, live event; newly mentioned people are told."""
    require(can_edit_message(editor, message))
    body = _checked(body)
    with transaction.atomic():
        message = _held(message)
        require(can_edit_message(editor, message))
        named = _named_readers(body, message.thread)
        message.body, message.html, message.edited_at = body, _html(body, named), timezone.now()
        message.save(update_fields=["body", "html", "edited_at"])
        _keep_mentions(message, named)
        audit.record(editor, "message.edited", message)
        notify(Mentioned, recipients=willing_to_hear(message.thread.space, named), about=message, actor=editor)
        tell(message, "message.edited")
    return message


def delete_message(*, actor: User, message: Message) -> None:
    """Take a message's words away; its place stays. Effects: audit, live event. Its attachments stay in the space."""
    require(can_delete_message(actor, message))
    with transaction.atomic():
        message = _held(message)
        require(can_delete_message(actor, message))
        audit.record(actor, "message.deleted", message, author=str(message.author))
        message.body = message.html = ""
        message.deleted_at = timezone.now()
        message.save(update_fields=["body", "html", "deleted_at"])
        message.reactions.all().delete()
        message.attachments.all().delete()
        message.mentions.all().delete()
        Thread.objects.filter(accepted=message, state=ThreadState.SOLVED).update(state=ThreadState.OPEN)
        Thread.objects.filter(accepted=message).update(accepted=None)
        tell(message, "message.deleted")


def react(*, user: User, message: Message, kind: str) -> bool:
    """Put the word `kind` under `message`, or take it back; return whether it stands now. Effect: live event."""
    require(can_react_to_message(user, message))
    if kind not in ReactionKind.values:
        raise ValidationError(_("Cette réaction n’existe pas."))
    with transaction.atomic():
        require(can_react_to_message(user, _held(message)))
        given = Reaction.objects.filter(message=message, user=user, kind=kind)
        stands = not given.delete()[0]
        if stands:
            Reaction.objects.create(message=message, user=user, kind=kind)
        tell(message, "reaction.changed")
    return stands


def accept_answer(*, actor: User, message: Message) -> None:
    """Keep `message` as the answer, or let it go when it was; a question is solved by it.

    Effects: audit, its author told, live event.
    """
    require(can_accept_answer(actor, message))
    with transaction.atomic():
        publish.hold(message.thread.stream)
        threads = Thread.objects.select_for_update(of=("self",), no_key=True).select_related("space", "accepted")
        thread = threads.get(pk=message.thread_id)
        kept, before = thread.accepted_id != message.pk, thread.accepted
        thread.accepted = message if kept else None
        if thread.kind == ThreadKind.QUESTION:
            thread.state = ThreadState.SOLVED if kept else ThreadState.OPEN
        thread.save(update_fields=["accepted", "state"])
        audit.record(actor, "answer.accepted" if kept else "answer.released", thread)
        if kept:
            notify(AnswerAccepted, recipients=[message.author], about=message, actor=actor)
        if before and before.pk != message.pk:
            tell(before, "thread.changed")
        tell(message, "thread.changed")


def _held(message: Message) -> Message:
    """The message as it is now, under the locks of its thread's stream and its own."""
    publish.hold(message.thread.stream)
    held = Message.objects.select_for_update(of=("self",), no_key=True).select_related("thread__space", "author")
    return held.get(pk=message.pk)


def tell(message: Message, kind: str) -> None:
    """Publish `message` as it reads now, rendered once for everyone. In the caller's transaction."""
    html = render_message(message.pk)
    if kind in ("message.edited", "message.deleted"):
        publish.replace(message.thread.stream, object_id=message.pk, html=html)
    publish.append(message.thread.stream, kind=kind, object_id=message.pk, client_id=message.client_id, html=html)


def render_message(pk: int) -> str:
    """The one fragment that the page includes and the socket carries: nothing in it depends on who reads it."""
    message = Message.objects.for_display().select_related("thread__space").get(pk=pk)
    # Not in the writer's language: everyone reads it.
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("discussions/_message.html", {"message": message})


def _write(
    author: User, thread: Thread, body: str, client_id: UUID, quote: Message | None, documents: Iterable[Document]
) -> Message:
    now = timezone.now()
    named = _named_readers(body, thread)
    # The space before the stream: whoever files a document with the message has locked it already.
    require(SpacePage.objects.note_activity(thread.space_id, now))
    seq = publish.take_seq(thread.stream)
    message = Message.objects.create(
        thread=thread, author=author, body=body, html=_html(body, named), client_id=client_id, seq=seq, created_at=now,
        quote=quote if quote and quote.thread_id == thread.pk else None,
    )  # fmt: skip
    Attachment.objects.bulk_create(
        Attachment(message=message, document=document) for document in documents if document.space_id == thread.space_id
    )
    _keep_mentions(message, named)
    Thread.objects.filter(pk=thread.pk).update(message_count=F("message_count") + 1, active_at=now)
    ReadMark.objects.update_or_create(thread=thread, user=author, defaults={"seq": seq, "read_at": now})
    followers = _followers(message, besides=named)
    notify(Mentioned, recipients=willing_to_hear(thread.space, named), about=message, actor=author)
    notify(Replied, recipients=willing_to_hear(thread.space, followers), about=message, actor=author)
    publish.append(
        thread.stream, seq=seq, kind="message.posted", object_id=message.pk, client_id=client_id,
        html=render_message(message.pk),
    )  # fmt: skip
    publish.hint(f"space:{thread.space_id}", kind="thread.active", id=thread.pk)
    return message


def _checked(body: str) -> str:
    body = body.strip()
    if not body:
        raise ValidationError(_("Écrivez quelque chose avant d’envoyer."))
    if len(body) > MAX_BODY:
        raise ValidationError(_("Un message a 20 000 caractères au plus : coupez-le, ou joignez un document."))
    return body


def _html(body: str, named: Iterable[User]) -> str:
    return render_markdown(body, {person.slug: (person.full_name, person.get_absolute_url()) for person in named})


def _named_readers(body: str, thread: Thread) -> list[User]:
    """Who `body` mentions, the first twenty, among those who may read the thread: naming anyone else tells them
    nothing.
    """
    slugs = list(dict.fromkeys(MENTION.findall(body)))[:MAX_MENTIONS]
    people = User.objects.filter(slug__in=slugs, is_active=True).with_organisations()
    return [person for person in people if can_view_thread(person, thread)]


def _keep_mentions(message: Message, named: list[User]) -> None:
    message.mentions.exclude(user__in=named).delete()
    Mention.objects.bulk_create((Mention(message=message, user=person) for person in named), ignore_conflicts=True)


def _followers(message: Message, besides: list[User]) -> list[User]:
    """Who opened the thread and who is quoted; who wrote in it sees it as unread."""
    ids = {message.thread.author_id, message.quote.author_id if message.quote else None} - {
        person.pk for person in besides
    }
    return list(User.objects.filter(pk__in=ids - {None}).with_organisations())
