"""What spaces plug into the house."""

from wagtail import hooks

from intranet.core.plugs import Circle

from .api import router
from .demo import acts
from .live_streams import SPACES
from .models import SpaceMembership
from .notification_types import KINDS
from .search_sources import SpaceIntroSource, SpaceSource


def people_met(user):
    """Ids of those who share a space with `user` today: what a guest sees of people."""
    mine = SpaceMembership.objects.giving_access_to(user).values("space")
    met = SpaceMembership.objects.current().filter(space__in=mine, space__live=True, space__binned_at=None)
    return met.values("user")


hooks.register("register_circle", lambda: Circle(people=people_met))
hooks.register("register_live_stream", lambda: SPACES)
hooks.register("register_api_router", lambda: ("/spaces", router))
hooks.register("register_search_source", SpaceSource)
hooks.register("register_search_source", SpaceIntroSource)
for kind in KINDS:
    hooks.register("register_notification_type", kind)
hooks.register("load_demo", acts)
