"""Threads of a space, their messages, and what each reader has seen."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intranet.taxonomy.models import Theme
from spaces.documents.models import Document
from spaces.workspaces.models import SpacePage

from .constants import MAX_BODY, REACTION_ICONS, ReactionKind, ThreadKind, ThreadState
from .querysets import MessageQuerySet, ThreadQuerySet


class Thread(models.Model):
    """A conversation in a space. Its order of messages is the `seq` of its live stream."""

    space = models.ForeignKey(SpacePage, models.CASCADE, related_name="threads")
    title = models.CharField(_("sujet"), max_length=200)
    kind = models.CharField(_("nature"), max_length=20, choices=ThreadKind, default=ThreadKind.DISCUSSION)
    state = models.CharField(_("état"), max_length=10, choices=ThreadState, default=ThreadState.OPEN)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="threads")
    pinned = models.BooleanField(default=False)
    accepted = models.ForeignKey("Message", models.SET_NULL, null=True, related_name="+")
    themes = models.ManyToManyField(Theme, blank=True, related_name="threads")
    message_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    active_at = models.DateTimeField(default=timezone.now)

    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        indexes = [models.Index(fields=["space", "-pinned", "-active_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("thread", args=[self.space.slug, self.pk])

    @property
    def stream(self) -> str:
        """The name of its live stream."""
        return f"thread:{self.pk}"

    @property
    def reply_count(self) -> int:
        """Messages after the first one."""
        return max(self.message_count - 1, 0)


class Message(models.Model):
    """What someone wrote in a thread. A deleted one keeps its row and shows as deleted; its words are gone."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="messages")
    body = models.TextField(max_length=MAX_BODY)
    html = models.TextField()
    quote = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    client_id = models.UUIDField(default=uuid4)
    seq = models.PositiveBigIntegerField()
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["seq"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["author", "client_id"], name="sent_once"),
            models.UniqueConstraint(fields=["thread", "seq"], name="one_message_a_seq"),
        ]

    def __str__(self) -> str:
        # Not its words: this goes into the record, which keeps them when they are taken back.
        return f"{self.thread_id} #{self.seq}"

    def get_absolute_url(self) -> str:
        return f"{self.thread.get_absolute_url()}?a={self.seq}#m{self.pk}"

    @property
    def reaction_counts(self) -> list[dict]:
        """Each kind somebody gave, with its word, icon, number and the ids of who gave it."""
        by = Counter(reaction.kind for reaction in self.reactions.all())
        people: dict[str, list[int]] = {}
        for reaction in self.reactions.all():
            people.setdefault(reaction.kind, []).append(reaction.user_id)
        return [
            {
                "kind": kind.value,
                "label": kind.label,
                "icon": REACTION_ICONS[kind],
                "count": by[kind],
                "people": people[kind],
            }
            for kind in ReactionKind
            if by[kind]
        ]


class Mention(models.Model):
    """A message names a person."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"{self.message_id} @{self.user_id}"


class Reaction(models.Model):
    """One of six words a reader puts under a message."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="reactions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reactions")
    kind = models.CharField(max_length=10, choices=ReactionKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user", "kind"], name="reacted_once")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.message_id}"


class Attachment(models.Model):
    """A document of the space, joined to a message: readable with its thread."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    document = models.ForeignKey(Document, models.CASCADE, related_name="attachments")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "document"], name="attached_once")]

    def __str__(self) -> str:
        return f"{self.message_id} + {self.document_id}"


class ReadMark(models.Model):
    """How far a person has read a thread."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="read_marks")
    seq = models.PositiveBigIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "user"], name="one_read_mark")]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.thread_id} ≤ {self.seq}"
