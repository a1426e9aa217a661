"""The list of spaces, and the bin."""

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from intranet.accounts.models import Membership
from intranet.core.plugs import plugged
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from .. import policies
from ..constants import Access, SpaceRole
from ..models import JoinRequest, SpaceMembership, SpacePage

ON_A_PAGE = 20
VIEWS = {"tous": _("Tous"), "miens": _("Les miens"), "archives": _("Archivés")}
ORDER_LABELS = {"activite": _("Activité"), "nom": _("Nom"), "recents": _("Les plus récents")}
ORDERS = {"activite": ("-joined", "-known_at", "pk"), "nom": ("title", "pk"), "recents": ("-created_at", "pk")}


@require_GET
def space_list(request):
    """The reader's spaces first, then those they may discover; filtered by words, access, theme and organisation."""
    user, asked = request.user, request.GET.get("q", "").strip()[:100]
    spaces = (
        SpacePage.objects.visible_to(user)
        .with_activity(user)
        .annotate(
            joined=Exists(SpaceMembership.objects.giving_access_to(user).filter(space=OuterRef("pk"))),
            asked=Exists(JoinRequest.objects.filter(space=OuterRef("pk"), user=user.pk, answered_at=None)),
            people=Count("memberships", filter=_here_today(), distinct=True),
        )
    )
    access = [value for value in request.GET.getlist("acces") if value in Access.values]
    themes = _numbers(request, "theme")
    organisations = list(Organisation.objects.visible_to(user).in_pool().order_by("short_name"))
    chosen = {each.pk for each in organisations if each.slug in request.GET.getlist("collectivite")}
    view = request.GET.get("vue") if request.GET.get("vue") in VIEWS else "tous"
    spaces = spaces.filter(archived_at__isnull=view != "archives")
    if asked:
        spaces = spaces.filter(Q(title__icontains=asked) | Q(purpose__icontains=asked))
    if access:
        spaces = spaces.filter(access__in=access)
    if themes:
        filed = SpacePage.themes.through.objects.filter(theme__in=themes).values("spacepage")
        spaces = spaces.filter(pk__in=filed)
    if chosen:
        spaces = spaces.filter(_of(chosen))
    if view == "miens":
        spaces = spaces.filter(joined=True)
    order = request.GET.get("tri") if request.GET.get("tri") in ORDERS else "activite"
    page = Paginator(spaces.order_by(*ORDERS[order]), ON_A_PAGE).get_page(request.GET.get("page"))
    with_unread(user, page)
    context = {
        "page": page,
        "mine": [space for space in page if space.joined],
        "others": [space for space in page if not space.joined],
        "q": asked,
        "view_options": _options(VIEWS, view),
        "order_options": _options(ORDER_LABELS, order),
        "access_options": [{"value": v, "label": label, "checked": v in access} for v, label in Access.choices],
        "theme_options": [{"value": t.pk, "label": t.name, "checked": t.pk in themes} for t in Theme.objects.all()],
        "organisation_options": [
            {"value": each.slug, "label": each.short_name, "checked": each.pk in chosen, "organisation": each}
            for each in organisations
        ],
        "can_create": policies.can_create_space(user),
        "filters": len(access) + len(themes) + len(chosen) + (view != "tous"),
        "filtered": bool(asked or access or themes or chosen or view != "tous"),
    }
    return render(request, "workspaces/spaces.html", context)


def with_unread(user, spaces):
    """Give each of `spaces` that one is in `unread`: how many of its threads have something new for `user`."""
    joined = [space.pk for space in spaces if space.joined]
    unread = [count(user, joined) for count in plugged("register_space_unread")] if joined else []
    for space in spaces:
        space.unread = sum(found.get(space.pk, 0) for found in unread)


def _here_today():
    no_end = Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=timezone.localdate())
    return no_end & Q(memberships__user__is_active=True)


def _of(organisations):
    """The spaces that are for one of these organisations, or led by one of its agents, as the card of each says."""
    held = Membership.objects.active().filter(organisation__in=organisations).values("user")
    led = SpaceMembership.objects.current().filter(role=SpaceRole.LEAD, user__in=held).values("space")
    named = SpacePage.organisations.through.objects.filter(organisation__in=organisations).values("spacepage")
    return Q(pk__in=led) | Q(pk__in=named, access=Access.ORGANISATIONS)


def _options(labels, chosen):
    return [{"value": value, "label": label, "checked": value == chosen} for value, label in labels.items()]


def _numbers(request, name):
    return [int(value) for value in request.GET.getlist(name) if value.isdecimal() and len(value) < 10]


@require_GET
def space_bin(request):
    """The spaces in the bin that the reader may take out of it, or away."""
    spaces = SpacePage.objects.binned_by(request.user).order_by("-binned_at", "pk")
    page = Paginator(spaces, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "workspaces/bin.html", {"page": page})
