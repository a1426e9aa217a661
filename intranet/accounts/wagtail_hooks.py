"""What accounts plug into the house."""

from django.contrib import messages as flash
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.db.models.functions import Coalesce
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from intranet.audit import actions as audit
from intranet.core.plugs import Panel
from intranet.organisations.models import Organisation

from . import actions, second_factor
from .api import router
from .constants import MembershipRole
from .demo import acts
from .forms import AttachmentForm
from .models import AttachmentRequest, Move, User
from .notification_types import (
    AgentArrived,
    AgentClosed,
    AgentIdle,
    AttachmentAnswered,
    AttachmentAsked,
    HandedOver,
    MoveAnswered,
    Moved,
    MoveProposed,
    RoleChanged,
    SuccessorWanted,
)
from .search_sources import PersonSource

SHOWN = 12


def people_of(request, organisation):
    """The people of an organisation, referents first."""
    held = organisation.memberships.active().filter(user__is_active=True)
    people = User.objects.visible_to(request.user).filter(pk__in=held.values("user")).with_organisations(request.user)
    referents = held.filter(user=OuterRef("pk"), role=MembershipRole.REFERENT)
    people = people.annotate(refers=Exists(referents)).order_by("-refers", "last_name", "pk")
    return {"people": people[:SHOWN], "url": f"/annuaire/?collectivite={organisation.slug}"}


def who_waits(request, _obj):
    """For a referent: how many people wait for an answer, of each of their organisations that has some."""
    mine = [each.pk for each in request.user.refers_to]
    if not mine:
        return None
    asked = AttachmentRequest.objects.waiting().filter(organisation=OuterRef("pk"))
    arriving = Move.objects.waiting().filter(destination=OuterRef("pk"))
    counts = {"asked": _count_of(asked, "organisation"), "arriving": _count_of(arriving, "destination")}
    places = Organisation.objects.filter(pk__in=mine).annotate(**counts)
    waiting = [(place, place.asked + place.arriving) for place in places if place.asked or place.arriving]
    return {"waiting": waiting} if waiting else None


def _count_of(rows, place):
    return Coalesce(Subquery(rows.order_by().values(place).annotate(n=Count("pk")).values("n")), 0)


def waiting_room(request, _obj):
    """What happens next for somebody who belongs nowhere: whom they asked, what was answered, or whom to ask."""
    mine = AttachmentRequest.objects.filter(user=request.user).select_related("organisation", "answered_by")
    asked = mine.order_by("-created_at", "-pk").first()
    waiting = asked if asked and not asked.answered_at else None
    return {
        "waiting": waiting,
        "refused": asked if asked and asked.accepted is False else None,
        "referents": User.objects.referents_of(waiting.organisation) if waiting else [],
        # What was typed comes back with its errors.
        "form": AttachmentForm(request.POST if request.method == "POST" else None),
    }


PENDING = Panel("pending", "attachment", _("Rattachement"), "accounts/_pending_panel.html", waiting_room, 10)
WAITING = Panel("home", "agents", _("Qui attend une réponse"), "accounts/_home_panel.html", who_waits, 1)
PEOPLE = Panel("organisation", "people", _("Qui y travaille"), "accounts/_organisation_panel.html", people_of, 10)

hooks.register("register_panel", lambda: PEOPLE)
hooks.register("register_panel", lambda: PENDING)
hooks.register("register_panel", lambda: WAITING)
for kind in (
    AttachmentAsked,
    AttachmentAnswered,
    AgentArrived,
    RoleChanged,
    MoveProposed,
    MoveAnswered,
    Moved,
    HandedOver,
    AgentIdle,
    AgentClosed,
    SuccessorWanted,
):
    hooks.register("register_notification_type", kind)
hooks.register("register_api_router", lambda: ("/me", router))
hooks.register("register_search_source", PersonSource)
hooks.register("load_demo", acts)
hooks.register("register_live_door", lambda: second_factor.opens_live)


@hooks.register("before_delete_user")
def who_wrote_is_closed_and_not_deleted(request, user):
    """What people wrote stays signed: an account that signs something is closed, never deleted."""
    try:
        Collector(using="default").collect([user])
    except (ProtectedError, RestrictedError):
        words = _("%(name)s a écrit ici, et ses textes restent signés : fermez ce compte plutôt que de le supprimer.")
        flash.error(request, words % {"name": user})
        return redirect("wagtailusers_users:edit", user.pk)
    return None


@hooks.register("before_bulk_action")
def none_of_them_is_deleted_either(request, action_type, objects, action):
    """The same, of several at once."""
    if action_type != "delete" or action.model is not User:
        return None
    return next(filter(None, (who_wrote_is_closed_and_not_deleted(request, person) for person in objects)), None)


@hooks.register("after_bulk_action")
def many_accounts_changed(request, action_type, objects, action):
    """Accounts that the admin closes or opens several at once tell nobody themselves."""
    if action_type != "set_active_state":
        return
    opened = action.cleaned_form.cleaned_data["mark_as_active"]
    for person in objects:
        person.refresh_from_db(fields=["is_active"])
        if opened and person.is_active:
            audit.record(request.user, "account.opened", person)
        elif not opened and not person.is_active:
            actions.close_account(by=request.user, user=person)
