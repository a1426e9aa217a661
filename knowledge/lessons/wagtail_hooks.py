"""What lessons plug into the house."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.core.plugs import Held, Panel, Stewardship
from intranet.core.prepared import prepared
from intranet.core.rules import compiled_once

from .actions import outlive_lessons, pass_on_lessons, remove_with_space
from .api import router
from .constants import Audience
from .demo import acts
from .models import LessonPage, Reuse
from .notification_types import ChangesAsked, LessonPublished, LessonReused, ReviewAsked
from .querysets import published
from .search_sources import LessonSource

SHOWN = 6


def _first(lessons):
    return lessons.latest().for_panel()[:SHOWN]


@prepared
def _of_space(space):
    return _first(LessonPage.objects.live().filter(audience=Audience.SPACE, space=space))


@prepared
def _latest(reader):
    return _first(LessonPage.objects.published_to(reader))


def _rows(found):
    return {"lessons": found} if found else None


def given_by(request, organisation):
    """What an organisation has told."""
    return _rows(list(_first(LessonPage.objects.published_to(request.user).filter(organisation=organisation))))


def written_by(request, person):
    """What a person has told."""
    return _rows(list(_first(LessonPage.objects.published_to(request.user).filter(authors=person))))


def filed_under(request, theme):
    """What is told of a theme."""
    return _rows(list(_first(LessonPage.objects.published_to(request.user).filter(themes=theme))))


def of_space(request, space):
    """What is told for a space alone: whoever reads the space, and so this panel, reads it."""
    return _rows(_of_space(space.pk))


@compiled_once
def attached(user):
    """Ids of the documents that go with the lessons `user` reads."""
    return LessonPage.documents.through.objects.filter(lessonpage__in=published(user)).values_list(
        "document", flat=True
    )


def on_home(request, _obj):
    """The last lessons, for agents."""
    return _rows(_latest(request.user))


def to_review(request, _obj):
    """What waits for a review, for editors."""
    if not request.user.is_editor:
        return None
    waiting = LessonPage.objects.visible_to(request.user).filter(in_review=True).for_panel()
    found = list(waiting.order_by("latest_revision_created_at")[:SHOWN])
    return {"lessons": found} if found else None


@hooks.register("construct_explorer_page_queryset")
def only_what_one_sees(parent, pages, request):
    """The admin lists no lesson that its reader may not see."""
    return pages.exclude(pk__in=_hidden(request.user))


@hooks.register("construct_page_chooser_queryset")
def choose_among_what_one_sees(pages, request):
    """Nor does it offer one."""
    return pages.exclude(pk__in=_hidden(request.user))


def _hidden(user):
    return LessonPage.objects.exclude(pk__in=LessonPage.objects.visible_to(user).values("pk")).values("pk")


def taken_by(request, organisation):
    """What an organisation did in its turn after another's lesson."""
    reused = Reuse.objects.filter(organisation=organisation).values("lesson")
    return _rows(list(_first(LessonPage.objects.published_to(request.user).filter(pk__in=reused))))


def kept_by(person, organisation, reader):
    """The lessons of an organisation that a person writes or looks after, by name for who may read them."""
    lessons = list(LessonPage.objects.written_by(person).filter(organisation=organisation).order_by("title"))
    alone = set(LessonPage.objects.left_by(person, organisation).values_list("pk", flat=True))
    known = set(LessonPage.objects.visible_to(reader).values_list("pk", flat=True)) if reader else set()
    for lesson in lessons:
        note = "" if lesson.live else gettext("brouillon")
        if lesson.pk in known:
            yield Held(lesson.title, lesson.get_absolute_url(), note, lesson.pk in alone)
        else:
            yield Held(gettext("Un texte qui n’est pas encore publié"), "", "", lesson.pk in alone)


KEPT = Stewardship("lessons", _("Retours d’expérience"), "book-open-text", kept_by, pass_on_lessons, outlive_lessons)
TEMPLATE = "lessons/_panel.html"
LABEL = _("Retours d’expérience")
PANELS = [
    Panel("organisation", "lessons", LABEL, TEMPLATE, given_by, 20),
    Panel("organisation", "lessons-taken", LABEL, "lessons/_taken_panel.html", taken_by, 25),
    Panel("person", "lessons", LABEL, TEMPLATE, written_by, 20),
    Panel("theme", "lessons", LABEL, TEMPLATE, filed_under, 20),
    Panel("space", "lessons", LABEL, TEMPLATE, of_space, 30),
    Panel("home", "lessons", LABEL, TEMPLATE, on_home, 30),
    Panel("home", "review", _("À relire"), "lessons/_review_panel.html", to_review, 5),
]
for panel in PANELS:
    hooks.register("register_panel", lambda panel=panel: panel)
# After the spaces: who leads them is then known.
hooks.register("register_stewardship", lambda: KEPT, order=10)
hooks.register("register_attachments", lambda: attached)
hooks.register("register_search_source", LessonSource)
hooks.register("register_api_router", lambda: ("/lessons", router))
hooks.register("register_space_removal", lambda: remove_with_space)
hooks.register("load_demo", acts)
for kind in (ReviewAsked, LessonPublished, ChangesAsked, LessonReused):
    hooks.register("register_notification_type", kind)
