"""A space's home, and the form that opens or changes one."""

from django.contrib import messages as flash
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Count, OuterRef, Subquery
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.accounts.models import Membership
from intranet.core.plugs import shown_panels
from intranet.core.policies import require
from intranet.core.prepared import known, one_or_404, prepared
from intranet.organisations.models import Organisation

from .. import actions, policies
from ..constants import Access, Follow, SpaceRole
from ..forms import JoinRequestForm, PinForm, SpaceForm
from ..models import JoinRequest, Pin, SpaceMembership, SpacePage
from .context import space_context, space_or_404


@prepared
def _listed(reader, slug):
    return SpacePage.objects.visible_to(reader).filter(slug=slug)


@require_GET
def space(request, slug):
    """A space's home; for who may not read it, its card and how to ask."""
    space = one_or_404(_listed(request.user, slug))
    # Only a space that one asks to join may be seen without being read.
    if space.access == Access.ON_REQUEST and not policies.can_read_space(request.user, space):
        return space_card(request, space, JoinRequestForm())
    return space_home(request, space, PinForm())


def space_card(request, space, form):
    """What may be said of a space to an agent who is not in it, and the last answer they had."""
    asked = JoinRequest.objects.filter(space=space, user=request.user).order_by("-created_at", "-pk").first()
    context = {
        "space": space,
        "form": form,
        "waiting": bool(asked and not asked.answered_at),
        "refused": asked if asked and asked.accepted is False else None,
        "can_ask": not space.archived_at,
    }
    return render(request, "workspaces/space_card.html", context, status=422 if form.is_bound else 200)


def space_home(request, space, pin_form):
    """The home of a space, with the form of its leads to pin something."""
    context = space_context(request, space, "space")
    context |= {
        "panels": shown_panels("space", request, space, without=space.switched_off),
        "places": places_of(space),
        "pins": known(_pins(space.pk), space=space),
        "pin_form": pin_form,
        "levels": Follow.choices,
    }
    return render(request, "workspaces/space.html", context, status=422 if pin_form.is_bound else 200)


@prepared
def _pins(space):
    return Pin.objects.filter(space=space)


def _placed(space):
    primary = Membership.objects.active().filter(user=OuterRef("user")).order_by("-is_primary", "pk")
    held = SpaceMembership.objects.current().filter(space=space, user__is_active=True)
    return held.annotate(place=Subquery(primary.values("organisation")[:1]))


@prepared
def _leads(space):
    return _placed(space).filter(role=SpaceRole.LEAD).select_related("user").order_by("joined_at", "pk")


@prepared
def _people(space):
    return _placed(space).order_by().values_list("place").annotate(n=Count("pk")).order_by("-n", "place")


@prepared
def _organisations(ids):
    return Organisation.objects.filter(pk__in=ids)


def places_of(space):
    """How many of its members of today each organisation has, and who of them lead; the largest group first.

    Three queries, and one row an organisation: a space of the whole pool has thousands of members.
    """
    leads = {}
    for membership in _leads(space.pk):
        leads.setdefault(membership.place, []).append(membership.user.full_name)
    people = _people(space.pk)
    named = {each.pk: each for each in _organisations([place for place, _n in people if place])}
    return [{"organisation": named.get(place), "people": n, "leads": leads.get(place, [])} for place, n in people]


@require_http_methods(["GET", "POST"])
def space_new(request):
    """Open a space, from nothing or from a model that one may read (`modele`)."""
    require(policies.can_create_space(request.user))
    templates = list(SpacePage.objects.readable_by(request.user).filter(is_template=True).order_by("title")[:30])
    asked = request.POST.get("modele") or request.GET.get("modele")
    template = next((each for each in templates if each.slug == asked), None)
    form = SpaceForm(request.POST or None, initial=_structure(template) if template else None)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("organisations", "themes")}
        made = form.save(commit=False)
        space = actions.create_space(author=request.user, space=made, template=template, **chosen)
        flash.success(request, _("L’espace est ouvert. Dites-y un premier mot."))
        return redirect(space)
    context = {"form": form, "templates": templates, "template": template}
    return render(request, "workspaces/space_form.html", context, status=422 if form.is_bound else 200)


def _structure(template):
    names = [name for name, _label in SpaceForm().fields["modules"].choices if template.has_module(name)]
    return {
        "purpose": template.purpose,
        "intro": template.intro,
        "access": template.access,
        "organisations": template.organisations.all(),
        "themes": template.themes.all(),
        "modules": names,
    }


@require_http_methods(["GET", "POST"])
def space_edit(request, slug):
    """Change a space. Who began from an older state is told what was kept meanwhile, and keeps their own words."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    form = SpaceForm(request.POST or None, instance=space)
    kept = None
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.organisations.set(form.cleaned_data["organisations"])
        changed.themes.set(form.cleaned_data["themes"])
        try:
            return redirect(actions.edit_space(editor=request.user, space=changed))
        except ValidationError as error:
            form.add_error(NON_FIELD_ERRORS, error)
            kept = SpacePage.objects.select_related("intro_edited_by").get(pk=space.pk)
            # Sent again, it is sent knowingly.
            form.data = _as_typed(request, kept.edition)
    context = {**space_context(request, SpacePage.objects.get(pk=space.pk), "space"), "form": form, "kept": kept}
    if kept:
        context["kept_places"] = [place.short_name for place in kept.organisations.all()]
        context["kept_themes"] = [theme.name for theme in kept.themes.all()]
        context["kept_modules"] = [label for name, label in form.fields["modules"].choices if kept.has_module(name)]
    return render(request, "workspaces/space_form.html", context, status=422 if form.is_bound else 200)


def _as_typed(request, edition):
    typed = request.POST.copy()
    typed["edition"] = str(edition)
    return typed


@require_POST
def template(request, slug):
    """Offer a space as a model, or no longer (`do=withdraw`)."""
    space = space_or_404(request, slug)
    offered = request.POST.get("do") != "withdraw"
    actions.mark_template(by=request.user, space=space, offered=offered)
    if offered:
        flash.success(request, _("Cet espace est proposé comme modèle à celles et ceux qui le lisent."))
    return redirect(space)


@require_POST
def follow(request, slug):
    """Choose what of the space comes under one's bell."""
    space = space_or_404(request, slug)
    try:
        actions.follow_space(user=request.user, space=space, level=request.POST.get("level", ""))
    except ValidationError as error:
        flash.error(request, error.messages[0])
    else:
        flash.success(request, _("C’est noté."))
    return redirect(space)
