"""What the agenda plugs into the house."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.core.plugs import Held, Panel, Stewardship
from intranet.core.prepared import prepared
from spaces.workspaces.models import SpacePage

from .actions import outlive_organisers, pass_on_events
from .demo import acts
from .models import Event
from .search_sources import EventSource, follow_modules

ON_SPACE = ON_HOME = 3


@prepared
def _next_in(reader, space, now):
    return Event.objects.filter(space=space, cancelled_at=None).upcoming(now).with_answers(reader)[:ON_SPACE]


@prepared
def _next_of(reader, now):
    joined = SpacePage.objects.joined_by(reader, "events").values("pk")
    return Event.objects.filter(space__in=joined, cancelled_at=None).upcoming(now).with_answers(reader)[:ON_HOME]


def next_in_space(request, space):
    """What comes next in a space."""
    return {"events": _next_in(request.user, space.pk, timezone.now()), "space": space}


def next_in_my_spaces(request, _obj):
    """What comes next in the reader's spaces; nothing to show, no panel."""
    events = _next_of(request.user, timezone.now())
    return {"events": events} if events else None


def tab_url(space):
    """The agenda of a space."""
    return reverse("space-agenda", args=[space.slug])


SPACE_PANEL = Panel(
    "space", "events", _("Agenda"), "events/_space_panel.html", next_in_space, 40, tab_url, side=True, optional=True
)
HOME_PANEL = Panel("home", "events", _("À venir"), "events/_home_panel.html", next_in_my_spaces, 40, side=True)


def organised_by(person, organisation, reader):
    """The coming events that a person organises, by name for who may know of them; the leads of a space can always
    take one over.
    """
    events = list(Event.objects.coming_of(person).kept_for(person, organisation).select_related("space"))
    known = (
        set(Event.objects.visible_to(reader).filter(organiser=person).values_list("pk", flat=True)) if reader else ()
    )
    for event in events:
        if event.pk in known:
            yield Held(event.title, event.get_absolute_url(), event.space.title)
        else:
            yield Held(gettext("Un rendez-vous d’un espace privé"))


ORGANISED = Stewardship(
    "events", _("Rendez-vous à venir"), "calendar-days", organised_by, pass_on_events, outlive_organisers
)

# After the spaces themselves: who leads them, and who comes in no longer, is then known.
hooks.register("register_stewardship", lambda: ORGANISED, order=10)
hooks.register("register_panel", lambda: SPACE_PANEL)
hooks.register("register_panel", lambda: HOME_PANEL)
hooks.register("register_search_source", EventSource)
hooks.register("register_space_modules", lambda: follow_modules)
hooks.register("load_demo", acts)
