"""What spaces plug into the house."""

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from intranet.core.plugs import Circle, Held, Panel, Stewardship
from intranet.core.rules import compiled_once

from .actions import outlive_leads, pass_on_spaces
from .api import router
from .constants import SpaceRole
from .demo import acts
from .live_streams import SPACES
from .models import SpaceMembership, SpacePage
from .notification_types import KINDS
from .querysets import readable
from .search_sources import SpaceIntroSource, SpaceSource


@compiled_once
def people_met(user):
    """Ids of those who are with `user` in a space that they read: what a guest sees of people."""
    mine = SpaceMembership.objects.giving_access_to(user).filter(space__in=readable(user)).values("space")
    return SpaceMembership.objects.current().filter(space__in=mine).values("user")


def led_by(person, organisation, reader):
    """The spaces that a person leads, by name for who may know of them."""
    leads = SpaceMembership.objects.current().filter(role=SpaceRole.LEAD)
    others = leads.filter(space=OuterRef("space"), user__is_active=True).exclude(user=person)
    held = (
        leads.filter(user=person).kept_for(person, organisation).annotate(shared=Exists(others)).select_related("space")
    )
    known = set(SpacePage.objects.visible_to(reader).values_list("pk", flat=True)) if reader else set()
    for membership in held.order_by("space__title"):
        space = membership.space
        alone = not membership.shared
        note = _("seul animateur") if alone else ""
        if space.pk in known:
            yield Held(space.title, space.get_absolute_url(), note, alone)
        else:
            yield Held(_("Un espace privé"), "", note, alone)


SPACES_LED = Stewardship(
    "spaces", gettext_lazy("Espaces animés"), "messages-square", led_by, pass_on_spaces, outlive_leads
)

SHOWN = 8


def of_organisation(request, organisation):
    """The spaces that an organisation is in by name, as far as the reader sees them."""
    spaces = SpacePage.objects.visible_to(request.user).filter(organisations=organisation)
    found = list(spaces.order_by("-active_at")[:SHOWN])
    return {"spaces": found} if found else None


ORGANISATION = Panel(
    "organisation", "spaces", gettext_lazy("Espaces"), "workspaces/_organisation_panel.html", of_organisation, 15
)

hooks.register("register_panel", lambda: ORGANISATION)
hooks.register("register_stewardship", lambda: SPACES_LED)
hooks.register("register_circle", lambda: Circle(people=people_met))
hooks.register("register_live_stream", lambda: SPACES)
hooks.register("register_api_router", lambda: ("/spaces", router))
hooks.register("register_search_source", SpaceSource)
hooks.register("register_search_source", SpaceIntroSource)
for kind in KINDS:
    hooks.register("register_notification_type", kind)
hooks.register("load_demo", acts)
