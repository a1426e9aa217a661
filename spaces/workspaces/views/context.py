"""What every page inside a space needs."""

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from intranet.core.plugs import plugged
from intranet.core.prepared import known, one_or_404, prepared

from .. import policies
from ..constants import SpaceRole
from ..models import SpaceMembership, SpacePage


@prepared
def _readable(reader, slug, module):
    return SpacePage.objects.readable_by(reader, module).filter(slug=slug)


@prepared
def _held(reader, space):
    asking = Count("space__join_requests", filter=Q(space__join_requests__answered_at=None))
    held = SpaceMembership.objects.giving_access_to(reader).filter(space=space)
    return held.annotate(asking=asking).order_by("pk")[:1]


def space_or_404(request, slug, module=""):
    """The space `slug`, if the reader may read it, and if it has `module` when one is named."""
    return one_or_404(_readable(request.user, slug, module=module))


def space_context(request, space, tab):
    """What every page of a space needs: who the reader is in it, what they may do, its tabs, and the way to this one.

    Three queries.
    """
    held = next(iter(known(_held(request.user, space.pk), space=space)), None)
    panels = [p for p in plugged("register_panel") if p.place == "space" and p.url and space.has_module(p.name)]
    tabs = [{"label": _("L’espace"), "url": space.get_absolute_url(), "current": tab == "space"}]
    tabs += [
        {"label": p.label, "url": p.url(space), "current": tab == p.name} for p in sorted(panels, key=lambda p: p.order)
    ]
    leads = bool(held and held.role == SpaceRole.LEAD)
    members = {"label": _("Membres"), "url": f"{space.get_absolute_url()}membres/", "current": tab == "members"}
    if leads and not space.archived_at and held.asking:
        # Who asks to enter waits for its leads.
        members |= {"count": held.asking, "count_label": _("demandes d’entrée")}
    tabs.append(members)
    trail = [(_("Espaces"), "/espaces/"), (space.title, space.get_absolute_url())]
    trail_end = space.title if tab == "space" else next(each["label"] for each in tabs if each["current"])
    return {
        "space": space,
        "tab": tab,
        "tabs": tabs,
        "trail": trail[:1] if tab == "space" else trail,
        "trail_end": trail_end,
        "membership": held,
        "leads_space": leads,
        "can_lead": leads and not space.archived_at,
        "can_post": not space.archived_at,
        "can_discuss": not space.archived_at and space.has_module("discussions"),
        "can_join": not held and policies.can_join_space(request.user, space),
        "can_mark_template": not space.archived_at and (leads or request.user.is_editor),
    }
