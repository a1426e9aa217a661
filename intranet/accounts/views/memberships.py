"""A referent's page of one agent: role, what they lead, their leaving."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.confirmation import require_confirmed
from intranet.core.policies import require
from intranet.core.wording import of

from .. import actions
from ..forms import EndForm, HandOverForm, MoveForm, RoleForm
from ..models import Membership, User
from ..policies import can_manage_membership
from .agents import managed


def found_membership(request, slug, person):
    """The membership of `person` in an organisation whose agents the reader manages."""
    organisation = managed(request, slug)
    held = Membership.objects.active().filter(organisation=organisation, user__is_active=True)
    return get_object_or_404(held.select_related("organisation", "user"), user__slug=person)


def agent_page(request, membership, status=200, **forms):
    """The page, with the form that was wrong as it was typed."""
    person = User.objects.with_organisations(request.user).get(pk=membership.user_id)
    context = {
        "organisation": membership.organisation,
        "membership": membership,
        "person": person,
        "kept": actions.kept_by(person=person, organisation=membership.organisation, reader=request.user),
        "can_manage": can_manage_membership(request.user, membership),
        "departure": getattr(membership, "departure", None),
        "move": membership.moves.waiting().select_related("destination").first(),
        "role_form": RoleForm(initial={"role": membership.role}),
        "hand_over_form": HandOverForm(membership=membership),
        "end_form": EndForm(membership=membership),
        "move_form": MoveForm(membership=membership),
        **forms,
    }
    return render(request, "accounts/agent.html", context, status=status)


@require_GET
def agent(request, slug, person):
    """One agent, for who manages them."""
    return agent_page(request, found_membership(request, slug, person))


def _done(request, form, action):
    """Do `action`; what is wrong stands beside its field. True when it is done."""
    if not form.is_valid():
        return False
    try:
        action(form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


@require_http_methods(["GET", "POST"])
def role(request, slug, person):
    """Make an agent a referent, or a referent an agent, once it is sure who asks."""
    membership = found_membership(request, slug, person)
    require(can_manage_membership(request.user, membership))
    if request.method == "GET":
        # Whoever confirms twice who they are is led here when it is done.
        return redirect("agent", slug=slug, person=person)
    form = RoleForm(request.POST)
    if form.is_valid():
        require_confirmed(request)
    if not _done(request, form, lambda said: actions.change_role(by=request.user, membership=membership, **said)):
        return agent_page(request, membership, 422, role_form=form)
    flash.success(request, _("Le rôle %(of_name)s est enregistré.") % {"of_name": of(membership.user)})
    return redirect("agent", slug=slug, person=person)


@require_POST
def hand_over(request, slug, person):
    """Give what they lead to another agent."""
    membership = found_membership(request, slug, person)
    require(can_manage_membership(request.user, membership))
    form = HandOverForm(request.POST, membership=membership)
    if not _done(request, form, lambda said: actions.hand_over(by=request.user, membership=membership, **said)):
        return agent_page(request, membership, 422, hand_over_form=form)
    flash.success(request, _("C’est transmis à %(name)s.") % {"name": form.cleaned_data["successor"]})
    return redirect("agent", slug=slug, person=person)


@require_POST
def end(request, slug, person):
    """End the membership, today or later."""
    membership = found_membership(request, slug, person)
    require(can_manage_membership(request.user, membership))
    form = EndForm(request.POST, membership=membership)
    if not _done(request, form, lambda said: actions.end_membership(by=request.user, membership=membership, **said)):
        return agent_page(request, membership, 422, end_form=form)
    flash.success(request, _("Le départ %(of_name)s est enregistré.") % {"of_name": of(membership.user)})
    if form.cleaned_data["on"] > timezone.localdate():
        return redirect("agent", slug=slug, person=person)
    return redirect("agents", slug=slug)


@require_POST
def keep(request, slug, person):
    """Forget a departure that has not come."""
    membership = found_membership(request, slug, person)
    actions.cancel_departure(by=request.user, membership=membership)
    flash.success(request, _("%(name)s reste.") % {"name": membership.user})
    return redirect("agent", slug=slug, person=person)


@require_POST
def move(request, slug, person):
    """Propose that they move to another organisation."""
    membership = found_membership(request, slug, person)
    require(can_manage_membership(request.user, membership))
    form = MoveForm(request.POST, membership=membership)
    made = []

    def propose(said):
        made.append(actions.propose_move(by=request.user, membership=membership, **said))

    if not _done(request, form, propose):
        return agent_page(request, membership, 422, move_form=form)
    values = {"name": membership.user, "place": made[0].destination}
    if made[0].accepted:
        flash.success(request, _("%(name)s a rejoint %(place)s.") % values)
    else:
        flash.success(
            request, _("C’est proposé à %(place)s : %(name)s y passera quand son référent aura dit oui.") % values
        )
    return redirect("agents", slug=slug)
