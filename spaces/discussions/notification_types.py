"""What people are told about discussions."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType
from spaces.workspaces.policies import readers_among

from .models import Message, Thread
from .policies import can_view_thread


class MessageNotification(NotificationType):
    """About a message that still stands, for who may read its thread."""

    reads = ("thread__space",)

    def excerpt(self, about: Message) -> str:
        return about.body

    def told_among(self, people: list[Any], about: Message) -> list[Any]:
        return [] if about.deleted_at else readers_among(about.thread.space, people, "discussions")

    def visible_to(self, user: Any, about: Message) -> bool:
        return about.deleted_at is None and can_view_thread(user, about.thread)

    def visible_among(self, user: Any, abouts: list[Message]) -> list[Message]:
        threads = Thread.objects.visible_to(user).filter(pk__in={about.thread_id for about in abouts})
        readable = set(threads.values_list("pk", flat=True))
        return [about for about in abouts if about.deleted_at is None and about.thread_id in readable]


class Mentioned(MessageNotification):
    """A message names you."""

    name = "message.mention"
    label = gettext_lazy("Mentions")
    icon = "at-sign"
    mail = True

    def text(self, actor: Any, about: Message) -> str:
        return _("%(name)s vous mentionne dans « %(title)s »") % {"name": actor, "title": about.thread.title}


class Replied(MessageNotification):
    """Someone answered in a thread you opened or wrote in, or quoted you."""

    name = "message.reply"
    label = gettext_lazy("Réponses")
    icon = "reply"

    def text(self, actor: Any, about: Message) -> str:
        return _("%(name)s a répondu dans « %(title)s »") % {"name": actor, "title": about.thread.title}


class AnswerAccepted(MessageNotification):
    """Your answer was kept."""

    name = "message.accepted"
    label = gettext_lazy("Réponses retenues")
    icon = "circle-check"

    def text(self, actor: Any, about: Message) -> str:
        return _("%(name)s a retenu votre réponse dans « %(title)s »") % {"name": actor, "title": about.thread.title}


class ThreadOpened(NotificationType):
    """A thread begins in a space where you follow everything."""

    name = "thread.opened"
    label = gettext_lazy("Nouvelles discussions des espaces que vous suivez en entier")
    icon = "messages-square"
    reads = ("space",)

    def text(self, actor: Any, about: Thread) -> str:
        return _("%(name)s a ouvert « %(title)s » dans « %(space)s »") % {
            "name": actor,
            "title": about.title,
            "space": about.space.title,
        }

    def told_among(self, people: list[Any], about: Thread) -> list[Any]:
        return readers_among(about.space, people, "discussions")

    def visible_to(self, user: Any, about: Thread) -> bool:
        return can_view_thread(user, about)

    def visible_among(self, user: Any, abouts: list[Thread]) -> list[Thread]:
        threads = Thread.objects.visible_to(user).filter(pk__in=[about.pk for about in abouts])
        readable = set(threads.values_list("pk", flat=True))
        return [about for about in abouts if about.pk in readable]
