"""The agenda, and the pages of events."""

from collections.abc import Iterable
from itertools import groupby

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.accounts.models import User
from intranet.core.policies import require
from spaces.workspaces.models import SpacePage
from spaces.workspaces.views import space_context, space_or_404

from . import actions, policies
from .constants import Answer
from .forms import EventForm
from .models import Event

ON_A_PAGE = 30
PAST_BESIDE = 3


def event_or_404(request, pk):
    """The event `pk`, through the rule."""
    events = Event.objects.visible_to(request.user).with_answers(request.user).with_organisers()
    return get_object_or_404(events, pk=pk)


@require_GET
def agenda(request):
    """What is to come in every space of the reader; `?espace=` keeps some, `?passes` shows what is over."""
    events = Event.objects.visible_to(request.user)
    chosen = [int(value) for value in request.GET.getlist("espace") if value.isdecimal()]
    shown = events.filter(space__in=chosen) if chosen else events
    context = _agenda(request, shown)
    if not context["past_shown"]:
        context["past"] = list(events.past().select_related("space")[:PAST_BESIDE])
    context["spaces"] = _space_options(request, chosen)
    context["may_propose"] = _mine(request.user).exists()
    return render(request, "events/agenda.html", context)


@require_GET
def space_agenda(request, slug):
    """What is to come in one space; `?passes` shows what is over."""
    space = space_or_404(request, slug, "events")
    context = {**space_context(request, space, "events"), **_agenda(request, space.events.all())}
    if context["past_shown"]:
        context["trail"] = [*context["trail"], (_("Agenda"), request.path)]
        context["trail_end"] = _("Rendez-vous passés")
    else:
        context["past"] = list(space.events.past()[:PAST_BESIDE])
    return render(request, "events/space_agenda.html", context)


def _mine(user):
    """The spaces of `user` where a meeting may be proposed."""
    return SpacePage.objects.joined_by(user, "events").filter(archived_at=None)


def _agenda(request, events):
    past = "passes" in request.GET
    events = (events.past() if past else events.upcoming()).with_answers(request.user)
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"past_shown": past, "page": page, "months": by_month(page), "here": request.get_full_path()}


def by_month(events: Iterable[Event]):
    """The events gathered by month: `key`, `heading` (with its year when it is another one), `events`."""
    this_year = timezone.localdate().year
    months = groupby(events, lambda event: timezone.localtime(event.starts_at).date().replace(day=1))
    return [
        {
            "key": f"mois-{month:%Y-%m}",
            "heading": date_format(month, "F" if month.year == this_year else "F Y").capitalize(),
            "events": list(group),
        }
        for month, group in months
    ]


def _space_options(request, chosen):
    """The reader's spaces that have something to come, with how much of it."""
    coming = Event.objects.visible_to(request.user).upcoming().order_by()
    spaces = coming.values_list("space", "space__title").annotate(n=Count("pk")).order_by("space__title")
    return [{"value": pk, "label": title, "count": n, "checked": pk in chosen} for pk, title, n in spaces]


@require_http_methods(["GET", "POST"])
def event_new(request, slug=None):
    """Propose a meeting, in this space or in one to choose."""
    space = space_or_404(request, slug, "events") if slug else None
    spaces = None if space else _mine(request.user).order_by("title")
    if space:
        require(policies.can_create_event(request.user, space))
    form = EventForm(request.POST or None, spaces=spaces)
    if request.method == "POST" and form.is_valid():
        where = space or form.cleaned_data["space"]
        return redirect(actions.create_event(organiser=request.user, space=where, **form.values()))
    # Who is in no space has nowhere to propose it: a form would be filled in for nothing.
    context = {"form": form, "space": space, "nowhere": not (space or form.is_bound or spaces.exists())}
    return render(request, "events/event_form.html", context, status=422 if form.is_bound else 200)


@require_GET
def event(request, pk):
    """A meeting: when, where, why, who comes."""
    event = event_or_404(request, pk)
    attending = event.attendances.filter(answer=Answer.YES).values("user")
    people = list(User.objects.visible_to(request.user).filter(pk__in=attending).with_organisations(request.user))
    context = {
        "event": event,
        "space": event.space,
        "themes": event.themes.all(),
        "people": people,
        # A guest sees the people of their spaces, and that there are others.
        "others": event.coming - len(people),
        "can_answer": policies.can_answer_event(request.user, event),
        "can_edit": policies.can_edit_event(request.user, event),
        "can_cancel": policies.can_cancel_event(request.user, event),
        "here": event.get_absolute_url(),
    }
    return render(request, "events/event.html", context)


@require_http_methods(["GET", "POST"])
def edit(request, pk):
    """Change a meeting."""
    event = event_or_404(request, pk)
    require(policies.can_edit_event(request.user, event))
    prefetch_related_objects([event], "themes")
    form = EventForm(request.POST or None, instance=event)
    if request.method == "POST" and form.is_valid():
        before = form.cleaned_data["before"]
        # Binding the form changed the object: the page names the meeting as it is kept.
        event.refresh_from_db()
        try:
            actions.edit_event(editor=request.user, event=event, before=before, **form.values())
        except ValidationError as error:
            _tell_what_changed(form, event, error)
        else:
            flash.success(request, _("C’est enregistré."))
            return redirect(event)
    context = {"form": form, "space": event.space, "event": event}
    return render(request, "events/event_form.html", context, status=422 if form.is_bound else 200)


def _tell_what_changed(form, event, error):
    """The form keeps what was typed, says what is kept, and saves over it if asked again."""
    said = [event.title, date_format(timezone.localtime(event.starts_at), "l j F, G:i"), event.place]
    words = _(
        "%(said)s Il dit à présent : « %(now)s ». Ce que vous avez tapé est gardé ci-dessous : enregistrez de nouveau "
        "pour le mettre à la place."
    ) % {"said": error.messages[0], "now": " · ".join(part for part in said if part)}
    form.add_error(None, words)
    form.data = form.data.copy()
    form.data["before"] = event.fingerprint


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Call a meeting off, after a page that asks."""
    event = event_or_404(request, pk)
    require(policies.can_cancel_event(request.user, event))
    if request.method == "POST":
        actions.cancel_event(actor=request.user, event=event)
        flash.success(request, _("Le rendez-vous est annulé."))
        return redirect(event)
    return render(request, "events/event_cancel.html", {"event": event, "space": event.space})


@require_POST
def answer(request, pk):
    """« Je participe », or not after all; back to where it was said."""
    event = event_or_404(request, pk)
    actions.answer_event(user=request.user, event=event, comes=request.POST.get("reponse") == Answer.YES)
    back = request.POST.get("retour", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = event.get_absolute_url()
    if not request.headers.get("HX-Request"):
        return redirect(back)
    with_space = not back.startswith(event.space.get_absolute_url())
    context = {"event": event_or_404(request, pk), "here": back, "with_space": with_space}
    return render(request, "events/_event_row.html", context)
