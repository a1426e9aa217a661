"""What people are told about lessons."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intranet.core.plugs import NotificationType
from spaces.workspaces.constants import SpaceRole
from spaces.workspaces.models import SpaceMembership

from .constants import Audience
from .models import LessonPage, Reuse
from .policies import can_edit_lesson, can_review_lesson, can_view_lesson, can_write_lesson


def _readable(user: Any, pks: set[int]) -> set[int]:
    return set(LessonPage.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))


class ReviewAsked(NotificationType):
    """A lesson waits to be read over: those who may publish it."""

    name = "lesson.review_asked"
    again = True
    label = gettext_lazy("Relectures demandées")
    icon = "eye"

    def text(self, actor: Any, about: LessonPage) -> str:
        return _("%(name)s vous demande de relire « %(title)s »") % {"name": actor, "title": about.title}

    def visible_to(self, user: Any, about: LessonPage) -> bool:
        return can_review_lesson(user, about)

    def visible_among(self, user: Any, abouts: list[LessonPage]) -> list[LessonPage]:
        led = SpaceMembership.objects.giving_access_to(user).filter(role=SpaceRole.LEAD)
        spaces = set(led.values_list("space", flat=True))
        of_spaces = {about.pk for about in abouts if about.audience == Audience.SPACE}
        return [about for about in abouts if (about.space_id in spaces if about.pk in of_spaces else user.is_editor)]


class LessonPublished(NotificationType):
    """A lesson is out: its authors."""

    name = "lesson.published"
    again = True
    label = gettext_lazy("Retours d’expérience publiés")
    icon = "book-open-text"

    def text(self, actor: Any, about: LessonPage) -> str:
        if about.audience == Audience.SPACE:
            return _("« %(title)s » est publié dans son espace.") % {"title": about.title}
        return _("« %(title)s » est publié : les autres communes le trouvent.") % {"title": about.title}

    def visible_to(self, user: Any, about: LessonPage) -> bool:
        return can_view_lesson(user, about)

    def visible_among(self, user: Any, abouts: list[LessonPage]) -> list[LessonPage]:
        readable = _readable(user, {about.pk for about in abouts})
        return [about for about in abouts if about.pk in readable]


class ChangesAsked(NotificationType):
    """A lesson comes back: its authors."""

    name = "lesson.changes_asked"
    again = True
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

    def visible_among(self, user: Any, abouts: list[LessonPage]) -> list[LessonPage]:
        written = LessonPage.objects.written_by(user).filter(pk__in=[about.pk for about in abouts])
        own = set(written.values_list("pk", flat=True)) if can_write_lesson(user) else set()
        return [about for about in abouts if about.pk in own]


class LessonReused(NotificationType):
    """Another organisation did it in its turn: its authors."""

    name = "lesson.reused"
    label = gettext_lazy("Reprises de vos retours d’expérience")
    icon = "repeat-2"
    reads = ("lesson", "organisation")

    def text(self, actor: Any, about: Reuse) -> str:
        values = {"name": actor, "title": about.lesson.title, "where": about.organisation}
        return _("%(name)s a repris « %(title)s » (%(where)s)") % values

    def visible_to(self, user: Any, about: Reuse) -> bool:
        return can_view_lesson(user, about.lesson)

    def visible_among(self, user: Any, abouts: list[Reuse]) -> list[Reuse]:
        readable = _readable(user, {about.lesson_id for about in abouts})
        return [about for about in abouts if about.lesson_id in readable]
