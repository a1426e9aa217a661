"""Pages of spaces."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.accounts.models import Membership, User
from intranet.core.plugs import plugged, shown_panels
from intranet.core.policies import require
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme

from . import actions, policies
from .constants import Access, SpaceRole
from .forms import BringInForm, JoinRequestForm, SpaceForm
from .models import JoinRequest, SpaceMembership, SpacePage


def space_context(request, space, tab):
    """What every page of a space needs: who the reader is in it, and its tabs. Three queries."""
    held = space.memberships.giving_access_to(request.user).first()
    panels = sorted((p for p in plugged("register_panel") if p.place == "space" and p.url), key=lambda p: p.order)
    tabs = [{"label": _("L’espace"), "url": space.get_absolute_url(), "current": tab == "space"}]
    tabs += [{"label": p.label, "url": p.url(space), "current": tab == p.name} for p in panels]
    tabs.append({"label": _("Membres"), "url": f"{space.get_absolute_url()}membres/", "current": tab == "members"})
    return {
        "space": space,
        "tabs": tabs,
        "membership": held,
        "can_lead": bool(held and held.role == SpaceRole.LEAD),
        "can_join": not held and policies.can_join_space(request.user, space),
    }


@require_GET
def space_list(request):
    """The reader's spaces first, then those they may discover; filtered by words, access and theme."""
    spaces = SpacePage.objects.visible_to(request.user).annotate(
        joined=Exists(SpaceMembership.objects.giving_access_to(request.user).filter(space=OuterRef("pk"))),
        asked=Exists(JoinRequest.objects.filter(space=OuterRef("pk"), user=request.user.pk, answered_at=None)),
        people=Count("memberships", distinct=True),
    )
    asked = request.GET.get("q", "").strip()[:100]
    if asked:
        spaces = spaces.filter(Q(title__icontains=asked) | Q(purpose__icontains=asked))
    access = [value for value in request.GET.getlist("acces") if value in Access.values]
    if access:
        spaces = spaces.filter(access__in=access)
    themes = [int(value) for value in request.GET.getlist("theme") if value.isdecimal()]
    if themes:
        chosen = SpacePage.themes.through.objects.filter(theme__in=themes).values("spacepage")
        spaces = spaces.filter(pk__in=chosen)
    page = Paginator(spaces.order_by("-joined", "-active_at", "pk"), 20).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "mine": [space for space in page if space.joined],
        "others": [space for space in page if not space.joined],
        "q": asked,
        "access_options": [{"value": v, "label": label, "checked": v in access} for v, label in Access.choices],
        "theme_options": [{"value": t.pk, "label": t.name, "checked": t.pk in themes} for t in Theme.objects.all()],
        "can_create": policies.can_create_space(request.user),
        "filtered": bool(asked or access or themes),
    }
    return render(request, "workspaces/spaces.html", context)


@require_http_methods(["GET", "POST"])
def space_new(request):
    """Open a space."""
    require(policies.can_create_space(request.user))
    form = SpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("organisations", "themes")}
        space = actions.create_space(author=request.user, space=form.save(commit=False), **chosen)
        flash.success(request, _("L’espace est ouvert. Dites-y un premier mot."))
        return redirect(space)
    return render(request, "workspaces/space_form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def space(request, slug):
    """A space's home; for who may not read it, its card and how to ask."""
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), slug=slug)
    # Only a space that one asks to join may be seen without being read.
    if space.access == Access.ON_REQUEST and not policies.can_read_space(request.user, space):
        waiting = JoinRequest.objects.filter(space=space, user=request.user, answered_at=None).exists()
        context = {"space": space, "form": JoinRequestForm(), "waiting": waiting}
        return render(request, "workspaces/space_card.html", context)
    context = space_context(request, space, "space")
    context |= {"panels": shown_panels("space", request, space), "places": places_of(space)}
    return render(request, "workspaces/space.html", context)


def places_of(space):
    """How many of its members of today each organisation has, and who of them lead; the largest group first.

    Three queries, and one row an organisation: a space of the whole pool has thousands of members.
    """
    primary = Membership.objects.active().filter(user=OuterRef("user")).order_by("-is_primary", "pk")
    held = space.memberships.current().filter(user__is_active=True)
    held = held.annotate(place=Subquery(primary.values("organisation")[:1]))
    leads = {}
    for membership in held.filter(role=SpaceRole.LEAD).select_related("user").order_by("joined_at", "pk"):
        leads.setdefault(membership.place, []).append(membership.user.full_name)
    people = held.order_by().values_list("place").annotate(n=Count("pk")).order_by("-n", "place")
    named = Organisation.objects.in_bulk([place for place, _n in people if place])
    return [{"organisation": named.get(place), "people": n, "leads": leads.get(place, [])} for place, n in people]


def members_by_organisation(space):
    """Its members of today, gathered by their organisation, the largest group first. Two queries."""
    people = Prefetch("user", queryset=User.objects.with_organisations())
    held = space.memberships.current().filter(user__is_active=True).prefetch_related(people).order_by("joined_at", "pk")
    groups = {}
    for membership in held:
        organisation = membership.user.primary_organisation
        key = organisation.pk if organisation else None
        group = groups.setdefault(key, {"organisation": organisation, "members": [], "leads": []})
        group["members"].append(membership)
        if membership.role == SpaceRole.LEAD:
            group["leads"].append(membership.user.full_name)
    return sorted(groups.values(), key=lambda group: -len(group["members"]))


@require_http_methods(["GET", "POST"])
def space_edit(request, slug):
    """Change a space."""
    space = get_object_or_404(SpacePage.objects.readable_by(request.user), slug=slug)
    require(policies.can_lead_space(request.user, space))
    form = SpaceForm(request.POST or None, instance=space)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.organisations.set(form.cleaned_data["organisations"])
        changed.themes.set(form.cleaned_data["themes"])
        actions.edit_space(editor=request.user, space=changed)
        return redirect(space)
    context = {**space_context(request, space, "space"), "form": form}
    return render(request, "workspaces/space_form.html", context, status=422 if form.is_bound else 200)


@require_POST
def join(request, slug):
    """Enter."""
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), slug=slug)
    actions.join_space(user=request.user, space=space)
    flash.success(request, _("Vous êtes dans « %(space)s ».") % {"space": space.title})
    return redirect(space)


@require_POST
def ask(request, slug):
    """Ask to enter."""
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), slug=slug)
    form = JoinRequestForm(request.POST)
    if not form.is_valid():
        return render(request, "workspaces/space_card.html", {"space": space, "form": form}, status=422)
    actions.ask_to_join(user=request.user, space=space, message=form.cleaned_data["message"])
    flash.success(request, _("Votre demande est envoyée aux animateurs."))
    return redirect(space)


@require_POST
def leave(request, slug):
    """Leave."""
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), slug=slug)
    try:
        actions.leave_space(user=request.user, space=space)
    except ValidationError as error:
        flash.error(request, error.messages[0])
        return redirect(space)
    flash.success(request, _("Vous avez quitté « %(space)s ».") % {"space": space.title})
    return redirect("spaces")


@require_http_methods(["GET", "POST"])
def members(request, slug):
    """Who is in a space; its leads bring people in and answer requests."""
    space = get_object_or_404(SpacePage.objects.readable_by(request.user), slug=slug)
    form = BringInForm(request.POST or None)
    if request.method == "POST":
        require(policies.can_lead_space(request.user, space))
        if form.is_valid() and _brought_in(request, space, form):
            return redirect("space-members", slug=slug)
    context = {**space_context(request, space, "members"), "groups": members_by_organisation(space), "form": form}
    if context["can_lead"]:
        context["requests"] = space.join_requests.filter(answered_at=None).prefetch_related(
            Prefetch("user", queryset=User.objects.with_organisations())
        )
    return render(request, "workspaces/members.html", context, status=422 if form.is_bound else 200)


def _brought_in(request, space, form):
    values = {name: form.cleaned_data[name] for name in ("user", "role", "ends_on")}
    try:
        actions.bring_in(lead=request.user, space=space, **values)
    except ValidationError as error:
        form.add_error("role", error)
        return False
    flash.success(request, _("%(name)s est dans l’espace.") % {"name": values["user"]})
    return True


@require_POST
def remove(request, slug, person):
    """Take somebody out."""
    space = get_object_or_404(SpacePage.objects.readable_by(request.user), slug=slug)
    membership = get_object_or_404(space.memberships.select_related("user"), user__slug=person)
    try:
        actions.remove_member(lead=request.user, space=space, user=membership.user)
    except ValidationError as error:
        flash.error(request, error.messages[0])
    return redirect("space-members", slug=slug)


@require_POST
def answer(request, slug, pk):
    """Accept or refuse a request."""
    space = get_object_or_404(SpacePage.objects.readable_by(request.user), slug=slug)
    require(policies.can_lead_space(request.user, space))
    asked = get_object_or_404(space.join_requests.select_related("user", "space"), pk=pk)
    actions.answer_join_request(lead=request.user, request=asked, accept=request.POST.get("answer") == "accept")
    return redirect("space-members", slug=slug)
