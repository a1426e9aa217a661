"""What discussions plug into the house."""

from django.db.models import Count, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from intranet.core.plugs import Held, Panel, Stewardship
from intranet.core.prepared import known, prepared
from spaces.workspaces.models import SpacePage

from .api import router, space_router
from .demo import acts
from .live_streams import THREADS
from .models import Thread
from .notification_types import AnswerAccepted, Mentioned, Replied, ThreadOpened
from .search_sources import MessageSource, ThreadSource, follow_modules

ON_SPACE = 6
ON_HOME = 8


@prepared
def _latest(reader, space):
    threads = Thread.objects.filter(space=space)
    total = threads.order_by().values("space").annotate(n=Count("pk")).values("n")
    return threads.with_unread(reader).annotate(total=Subquery(total)).latest()[:ON_SPACE]


@prepared
def _moving(reader):
    joined = SpacePage.objects.joined_by(reader, "discussions").values("pk")
    threads = Thread.objects.filter(space__in=joined).with_unread(reader).select_related("space")
    return threads.order_by("-active_at", "-pk")[:ON_HOME]


def latest_threads(request, space):
    """The head of a space's discussions: pinned ones, then the last to move."""
    threads = known(_latest(request.user, space.pk), space=space)
    return {"threads": threads, "count": threads[0].total if threads else 0, "space": space}


def new_in_my_spaces(request, _obj):
    """Threads that moved last in the reader's spaces."""
    return {"threads": _moving(request.user)}


def authors(data):
    """Who opened the threads that a panel shows."""
    return ((thread, "author") for thread in data["threads"])


def unread_by_space(user, spaces):
    """How many threads of each of `spaces` (ids) hold something new for `user`, by id. One query."""
    unread = Thread.objects.filter(space__in=spaces).visible_to(user).unread_by(user)
    return dict(unread.order_by().values_list("space").annotate(n=Count("pk")))


def tab_url(space):
    """The page of a space's discussions."""
    return f"{space.get_absolute_url()}discussions/"


def opened_by(person, organisation, reader):
    """How many discussions a person opened: they stay where they are, signed."""
    if count := Thread.objects.filter(author=person).count():
        yield Held(ngettext("%(n)d discussion ouverte", "%(n)d discussions ouvertes", count) % {"n": count})


OPENED = Stewardship("discussions", _("Discussions"), "message-square", opened_by)
SPACE_PANEL = Panel(
    "space", "discussions", _("Discussions"), "discussions/_space_panel.html", latest_threads, 10, tab_url,
    people=authors, optional=True,
)  # fmt: skip
HOME_PANEL = Panel(
    "home", "discussions", _("Dans vos espaces"), "discussions/_home_panel.html", new_in_my_spaces, 10, people=authors
)

hooks.register("register_panel", lambda: SPACE_PANEL)
hooks.register("register_panel", lambda: HOME_PANEL)
hooks.register("register_live_stream", lambda: THREADS)
hooks.register("register_stewardship", lambda: OPENED)
hooks.register("register_api_router", lambda: ("/threads", router))
hooks.register("register_api_router", lambda: ("/spaces", space_router))
hooks.register("register_search_source", ThreadSource)
hooks.register("register_search_source", MessageSource)
hooks.register("register_space_modules", lambda: follow_modules)
hooks.register("register_space_unread", lambda: unread_by_space)
for kind in (Mentioned, Replied, AnswerAccepted, ThreadOpened):
    hooks.register("register_notification_type", kind)
hooks.register("load_demo", acts)
