"""What guides and roll-outs plug into the house."""

from collections import Counter, defaultdict

from django.db.models import Count, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.accounts.models import User
from intranet.core.plugs import Held, Panel, Stewardship
from intranet.core.prepared import prepared
from intranet.core.rules import compiled_once

from .actions import outlive_guides, outlive_space, pass_on_rollouts
from .api import router
from .constants import StepState
from .demo import acts
from .live_streams import ROLLOUTS
from .models import PASSED, GuidePage, GuideStep, Rollout, StepStatus, lines_of
from .search_sources import GuideSource

SHOWN = 6


@prepared
def _steps(guides):
    return GuideStep.objects.filter(guide__in=guides).order_by("sort_order")


@prepared
def _open_of(reader, organisations):
    found = Rollout.objects.visible_to(reader).open().filter(organisations__in=organisations).distinct()
    return found.select_related("guide").prefetch_related("organisations", "statuses")


def _steps_of(rollouts):
    steps = defaultdict(list)
    for step in _steps({rollout.guide_id for rollout in rollouts}):
        steps[step.guide_id].append(step)
    return steps


def _progress(request, organisations):
    """Open roll-outs of `organisations`, each with its line. A fixed number of queries: statuses are prefetched."""
    wanted = {each.pk for each in organisations}
    rollouts = _open_of(request.user, wanted)
    steps = _steps_of(rollouts)
    rows = []
    for rollout in rollouts:
        places = [each for each in rollout.organisations.all() if each.pk in wanted]
        rows += [(rollout, line) for line in lines_of(rollout, steps[rollout.guide_id], request.user, places)]
    return rows


def on_home(request, _obj):
    """« Les chantiers de … »: the open roll-outs of the reader's organisations, one after the other.

    Of each, the blocked ones first.
    """
    mine = [each for each in request.user.organisations if each.in_pool]
    rows = [(rollout, line) for rollout, line in _progress(request, mine) if not line.is_finished]
    rows.sort(key=lambda row: (row[1].organisation.short_name, not row[1].is_blocked, row[0].guide.title))
    return {"rows": rows, "several": len(mine) > 1, "organisations": mine}


def of_organisation(request, organisation):
    """The open roll-outs of one organisation."""
    rows = _progress(request, [organisation])
    return {"rows": rows, "organisations": [organisation]} if rows else None


@prepared
def _open_in(reader, space):
    found = Rollout.objects.visible_to(reader).open().filter(space=space).select_related("guide")
    return found.annotate(steps=Count("guide__steps"))


@prepared
def _places_of(rollouts):
    places = Rollout.organisations.through.objects.filter(rollout__in=rollouts).order_by()
    return places.values("rollout").annotate(n=Count("pk")).values_list("rollout", "n")


@prepared
def _states_of(rollouts):
    statuses = StepStatus.objects.filter(rollout__in=rollouts).values("rollout", "organisation")
    passed = Count("pk", filter=Q(status__in=PASSED))
    stuck = Count("pk", filter=Q(status=StepState.BLOCKED))
    return statuses.annotate(past=passed, stopped=stuck).values_list("rollout", "past", "stopped")


def of_space(request, space):
    """How far the roll-outs of a space are."""
    rollouts = _open_in(request.user, space.pk)
    if not rollouts:
        return None
    steps = {rollout.pk: rollout.steps for rollout in rollouts}
    total = Counter(dict(_places_of(list(steps))))
    finished, blocked = Counter(), Counter()
    for pk, past, stopped in _states_of(list(steps)):
        finished[pk] += past == steps[pk]
        blocked[pk] += stopped > 0
    rows = [
        {"rollout": each, "total": total[each.pk], "finished": finished[each.pk], "blocked": blocked[each.pk]}
        for each in rollouts
    ]
    return {"rows": rows}


def filed_under(request, theme):
    """The guides of a theme."""
    guides = GuidePage.objects.visible_to(request.user).filter(themes=theme).order_by("title")[:SHOWN]
    return {"guides": guides} if guides else None


@compiled_once
def attached(user):
    """Ids of the documents that go with the guides `user` reads."""
    guides = GuidePage.objects.visible_to(user).values("pk")
    return GuidePage.documents.through.objects.filter(guidepage__in=guides).values_list("document", flat=True)


def led_by(person, organisation, reader):
    """The guides that a person keeps and the roll-outs that go on and that they lead, on account of the organisation;
    those where they set its steps.
    """
    others = User.objects.filter(is_active=True).exclude(pk=person.pk)
    for kind, every in ((gettext("guide"), person.guides.all()), (gettext("déploiement"), person.rollouts.open())):
        led = every.kept_for(person, organisation)
        shared = set(led.filter(leads__in=others).values_list("pk", flat=True))
        for thing in led:
            yield Held(str(thing), thing.get_absolute_url(), kind, thing.pk not in shared)
    named = Rollout.objects.open().filter(named_agents__user=person, named_agents__organisation=organisation)
    for rollout in named.select_related("guide"):
        yield Held(str(rollout), rollout.get_absolute_url(), gettext("remplit les étapes de sa collectivité"))


LED = Stewardship("rollouts", _("Guides et déploiements"), "route", led_by, pass_on_rollouts, outlive_guides)
PANELS = [
    Panel("home", "rollouts", _("Chantiers"), "guides/_home_panel.html", on_home, 10, side=True),
    Panel("organisation", "rollouts", _("Chantiers"), "guides/_home_panel.html", of_organisation, 10, side=True),
    Panel("space", "rollouts", _("Déploiement"), "guides/_space_panel.html", of_space, 30, side=True, optional=True),
    Panel("theme", "guides", _("Guides"), "guides/_theme_panel.html", filed_under, 10),
]
for panel in PANELS:
    hooks.register("register_panel", lambda panel=panel: panel)
hooks.register("register_stewardship", lambda: LED)
hooks.register("register_attachments", lambda: attached)
hooks.register("register_live_stream", lambda: ROLLOUTS)
hooks.register("register_search_source", GuideSource)
hooks.register("register_api_router", lambda: ("/guides", router))
hooks.register("register_space_removal", lambda: outlive_space)
hooks.register("load_demo", acts)
