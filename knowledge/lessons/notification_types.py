"""What people are told about lessons."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType

from .models import LessonPage, Reuse
from .policies import can_edit_lesson, can_publish_lesson, can_view_lesson


class ReviewAsked(NotificationType):
    """A lesson waits to be read over: those who may publish it."""

    name = "lesson.review_asked"
    label = gettext_lazy("Relectures demandées")
    icon = "eye"

    def text(self, actor: Any, about: LessonPage) -> str:
        return _("%(name)s vous demande de relire « %(title)s »") % {"name": actor, "title": about.title}

    def visible_to(self, user: Any, about: LessonPage) -> bool:
        return can_publish_lesson(user, about)


class LessonPublished(NotificationType):
    """A lesson is out: its authors."""

    name = "lesson.published"
    label = gettext_lazy("Retours d’expérience publiés")
    icon = "book-open-text"

    def text(self, actor: Any, about: LessonPage) -> str:
        return _("« %(title)s » est publié : les autres communes le trouvent.") % {"title": about.title}

    def visible_to(self, user: Any, about: LessonPage) -> bool:
        return can_view_lesson(user, about)


class ChangesAsked(NotificationType):
    """A lesson comes back: its authors."""

    name = "lesson.changes_asked"
    label = gettext_lazy("Relectures avec remarques")
    icon = "undo-2"

    def text(self, actor: Any, about: LessonPage) -> str:
        return _("%(name)s a relu « %(title)s » et vous demande de le reprendre.") % {
            "name": actor,
            "title": about.title,
        }

    def url(self, about: LessonPage) -> str:
        return f"{about.get_absolute_url()}modifier/"

    def visible_to(self, user: Any, about: LessonPage) -> bool:
        return can_edit_lesson(user, about)


class LessonReused(NotificationType):
    """Another organisation did it in its turn: its authors."""

    name = "lesson.reused"
    label = gettext_lazy("Reprises de vos retours d’expérience")
    icon = "repeat-2"

    def text(self, actor: Any, about: Reuse) -> str:
        values = {"name": actor, "title": about.lesson.title, "where": about.organisation}
        return _("%(name)s a repris « %(title)s » (%(where)s)") % values

    def visible_to(self, user: Any, about: Reuse) -> bool:
        return can_view_lesson(user, about.lesson)
