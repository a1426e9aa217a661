"""Pages of roll-outs: the board, a step of an organisation, who is named."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.accounts.models import User
from intranet.accounts.querysets import with_places
from intranet.core.policies import require
from intranet.core.prepared import one_or_404, prepared
from intranet.live.history import last_seqs

from .. import actions, policies
from ..forms import NameAgentForm, RolloutForm, StepForm
from ..models import GuidePage, Rollout, StepStatus, lines_of, passed_by_step
from .guides import steps_of

SHOWS = ("all", "blocked", "behind", "finished")


@prepared
def _at(reader, slug):
    return Rollout.objects.visible_to(reader).open().filter(guide__slug=slug).select_related("guide", "space")


@prepared
def _leads_of(reader, rollout):
    return User.objects.near(reader).filter(rollouts=rollout)


def rollout_or_404(request, slug):
    """The open roll-out of the guide `slug`, through the rule."""
    return one_or_404(_at(request.user, slug))


@require_GET
def board(request, slug):
    """Who is where; `?show=blocked|behind|finished` keeps some."""
    rollout = rollout_or_404(request, slug)
    since = last_seqs([rollout.stream])[rollout.stream]
    steps = steps_of(rollout.guide)
    lines = lines_of(rollout, steps, request.user)
    kept = {
        "all": lines,
        "blocked": [line for line in lines if line.is_blocked],
        "behind": [line for line in lines if not line.is_finished and not line.is_blocked],
        "finished": [line for line in lines if line.is_finished],
    }
    said = [cell.row for line in lines for cell in (*line.blocks, *line.notes)]
    prefetch_related_objects(said, "agent")
    show = request.GET.get("show") if request.GET.get("show") in SHOWS else "all"
    labels = {"all": _("Toutes"), "blocked": _("Bloquées"), "behind": _("En chemin"), "finished": _("Au bout")}
    context = {
        "rollout": rollout,
        "shows_space": policies.can_see_space_of_rollout(request.user, rollout),
        "guide": rollout.guide,
        "steps": steps,
        "lines": kept[show],
        "bars": passed_by_step(lines, steps),
        "total": len(lines),
        "finished": len(kept["finished"]),
        "chips": [
            {"label": f"{labels[name]} ({len(kept[name])})", "url": f"?show={name}", "current": name == show}
            for name in SHOWS
        ],
        "blocked": kept["blocked"],
        "noted": [(line.organisation, cell) for line in lines for cell in line.notes],
        "leads": with_places(_leads_of(request.user, rollout.pk)),
        "since": since,
    }
    return render(request, "guides/board.html", context)


@require_http_methods(["GET", "POST"])
def step(request, slug, organisation, number):
    """One step of one organisation: where it is; for who may, a form to say so."""
    rollout = rollout_or_404(request, slug)
    place = get_object_or_404(rollout.organisations, slug=organisation)
    steps = steps_of(rollout.guide)
    if not 1 <= number <= len(steps):
        raise Http404
    shown = steps[number - 1]
    row = StepStatus.objects.filter(rollout=rollout, organisation=place, step_key=shown.key).first()
    can_set = policies.can_set_step(request.user, rollout, place)
    initial = {"status": row.status, "note": row.note, "on": row.on} if row else {"status": "todo"}
    form = StepForm(request.POST or None, initial=initial)
    if request.method == "POST":
        require(can_set)
        if form.is_valid() and _is_set(request, rollout, place, shown, form):
            return redirect(rollout)
    context = {
        "rollout": rollout,
        "guide": rollout.guide,
        "organisation": place,
        "step": shown,
        "number": number,
        "row": row,
        "can_set": can_set,
        "form": form,
        "html": rollout.guide.html.get(str(shown.key), ""),
    }
    return render(request, "guides/step.html", context, status=422 if form.is_bound else 200)


def _is_set(request, rollout, organisation, step, form):
    try:
        actions.set_step(
            agent=request.user, rollout=rollout, organisation=organisation, step_key=step.key, **form.cleaned_data
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    flash.success(request, _("C’est noté. Le tableau est à jour pour tous."))
    return True


@require_http_methods(["GET", "POST"])
def rollout_new(request, slug):
    """Open a guide for organisations."""
    guide = get_object_or_404(GuidePage.objects.visible_to(request.user), slug=slug)
    require(policies.can_open_rollout(request.user, guide))
    under_way = guide.rollouts.open().first()
    if request.method == "GET" and under_way:
        flash.info(request, _("Le déploiement de ce guide est déjà ouvert : le voici."))
        return redirect(under_way)
    form = RolloutForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(actions.open_rollout(by=request.user, guide=guide, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"guide": guide, "form": form}
    return render(request, "guides/rollout_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def named(request, slug, organisation):
    """Who sets the steps of an organisation; its referents name them."""
    rollout = rollout_or_404(request, slug)
    place = get_object_or_404(rollout.organisations, slug=organisation)
    can_name = policies.can_name_agents(request.user, place) and not policies.is_archived(rollout)
    form = NameAgentForm(request.POST or None, organisation=place)
    if request.method == "POST":
        require(can_name)
        if form.is_valid():
            actions.name_agent(
                referent=request.user, rollout=rollout, organisation=place, user=form.cleaned_data["user"]
            )
            return redirect("rollout-named", slug=slug, organisation=organisation)
    held = place.memberships.active()
    context = {
        "rollout": rollout,
        "guide": rollout.guide,
        "organisation": place,
        "form": form,
        "can_name": can_name,
        "referents": User.objects.agents()
        .filter(pk__in=held.filter(role="referent").values("user"))
        .with_organisations(request.user),
        "agents": User.objects.filter(named_for__rollout=rollout, named_for__organisation=place).with_organisations(
            request.user
        ),
    }
    return render(request, "guides/named.html", context, status=422 if form.is_bound else 200)


@require_POST
def unname(request, slug, organisation, person):
    """Take a name back."""
    rollout = rollout_or_404(request, slug)
    place = get_object_or_404(rollout.organisations, slug=organisation)
    user = get_object_or_404(User, slug=person, named_for__rollout=rollout, named_for__organisation=place)
    actions.unname_agent(referent=request.user, rollout=rollout, organisation=place, user=user)
    return redirect("rollout-named", slug=slug, organisation=organisation)
