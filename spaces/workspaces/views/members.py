"""Who is in a space: entering, leaving, and what its leads decide."""

from urllib.parse import urlencode

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Case, Count, Prefetch, Q, Value, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from intranet.accounts.models import Membership, User
from intranet.core.confirmation import require_confirmed
from intranet.core.policies import require
from intranet.organisations.models import Organisation

from .. import actions, policies
from ..constants import Access, SpaceRole
from ..forms import AnswerForm, InviteForm, JoinRequestForm, MemberForm, TakeLeadForm
from ..models import SpacePage
from .context import space_context, space_or_404
from .spaces import space_card

ON_A_PAGE = 50
LEADS_FIRST = Case(When(role=SpaceRole.LEAD, then=Value(0)), When(role=SpaceRole.MEMBER, then=Value(1)), default=2)


@require_http_methods(["GET", "POST"])
def members(request, slug):
    """Who is in a space, by pages; its leads invite people and answer requests."""
    space = space_or_404(request, slug)
    form = InviteForm(request.POST or None)
    if request.method == "POST":
        require(policies.can_lead_space(request.user, space))
        if form.is_valid() and _invited(request, space, form):
            return redirect("space-members", slug=slug)
    context = {**space_context(request, space, "members"), **_listed(request, space), "form": form}
    if context["can_lead"]:
        people = Prefetch("user", queryset=User.objects.with_organisations(request.user))
        waiting = space.join_requests.filter(answered_at=None).order_by("created_at", "pk")
        context["requests"] = waiting.prefetch_related(people)[:ON_A_PAGE]
        context["invitations"] = space.invitations.waiting().order_by("-created_at", "-pk")
    return render(request, "workspaces/members.html", context, status=422 if form.is_bound else 200)


def _listed(request, space):
    """Its members of today that answer `q`, `role` and `collectivite`, fifty at a time, and how many of each role."""
    held = space.memberships.current().filter(user__is_active=True)
    asked = request.GET.get("q", "").strip()[:100]
    role = request.GET.get("role") if request.GET.get("role") in SpaceRole.values else ""
    # Of those its people come from today, and no other: a guest learns of none.
    belonging = Membership.objects.active().filter(user__in=held.values("user"))
    places = Organisation.objects.filter(pk__in=belonging.values("organisation"))
    place = places.filter(slug=request.GET.get("collectivite", "")).first()
    counts = dict(held.order_by().values_list("role").annotate(n=Count("pk")))
    found = held
    for word in asked.split():
        by_name = Q(user__first_name__icontains=word) | Q(user__last_name__icontains=word)
        by_function = User.objects.showing(request.user, "job_title", job_title__icontains=word)
        found = found.filter(by_name | Q(user__in=by_function.values("pk")))
    if role:
        found = found.filter(role=role)
    if place:
        found = found.filter(user__in=Membership.objects.active().filter(organisation=place).values("user"))
    ordered = found.order_by(LEADS_FIRST, "user__last_name", "user__first_name", "pk")
    people = Prefetch("user", queryset=User.objects.with_organisations(request.user))
    return {
        "page": Paginator(ordered.prefetch_related(people), ON_A_PAGE).get_page(request.GET.get("page")),
        "q": asked,
        "place": place,
        "total": sum(counts.values()),
        "role": role,
        "role_chips": [
            {
                "label": f"{label} ({counts.get(value, 0)})",
                "url": "?" + urlencode({"q": asked, "role": value, "collectivite": place.slug if place else ""}),
                "current": value == role,
            }
            for value, label in SpaceRole.choices
            if counts.get(value) or value == role
        ],
        "filtered": bool(asked or role or place),
    }


def _invited(request, space, form):
    try:
        actions.invite(lead=request.user, space=space, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    # The same words whoever stands behind the address, if anyone.
    flash.success(request, _("Invitation envoyée à %(email)s.") % {"email": form.cleaned_data["email"]})
    return True


@require_http_methods(["GET", "POST"])
def member(request, slug, person):
    """What a member is, and until when: the leads change it, or hand the space over to them."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    membership = get_object_or_404(space.memberships.select_related("user"), user__slug=person)
    now = {"role": membership.role, "ends_on": membership.ends_on, "before": membership.state}
    form = MemberForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(lead=request.user, space=space, user=membership.user, **form.cleaned_data)
        except ValidationError as error:
            if getattr(error, "code", "") == "changed":
                _tell_what_changed(form, membership, error)
            else:
                form.add_error(None if hasattr(error, "error_dict") else "role", error)
        else:
            flash.success(request, _("C’est enregistré pour %(name)s.") % {"name": membership.user})
            return redirect("space-members", slug=slug)
    context = {**space_context(request, space, "members"), "held": membership, "form": form}
    return render(request, "workspaces/member.html", context, status=422 if form.is_bound else 200)


def _tell_what_changed(form, membership, error):
    """What was chosen stays; sent again, it is sent knowingly."""
    membership.refresh_from_db()
    values = {"said": error.messages[0], "role": membership.get_role_display().lower()}
    if membership.ends_on:
        values["day"] = date_format(membership.ends_on, "j F Y")
        words = _("%(said)s Son rôle est à présent : %(role)s, jusqu’au %(day)s.") % values
    else:
        words = _("%(said)s Son rôle est à présent : %(role)s, sans fin.") % values
    form.add_error(None, _("%(said)s Enregistrez de nouveau pour mettre le vôtre à la place.") % {"said": words})
    form.data = form.data.copy()
    form.data["before"] = membership.state


@require_POST
def hand_over(request, slug, person):
    """Let a member lead in one's place."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    membership = get_object_or_404(space.memberships.select_related("user"), user__slug=person)
    try:
        actions.hand_over(lead=request.user, space=space, user=membership.user)
    except ValidationError as error:
        flash.error(request, error.messages[0])
    else:
        flash.success(request, _("%(name)s anime maintenant l’espace.") % {"name": membership.user})
    return redirect("space-members", slug=slug)


@require_POST
def remove(request, slug, person):
    """Take somebody out."""
    space = space_or_404(request, slug)
    membership = get_object_or_404(space.memberships.select_related("user"), user__slug=person)
    try:
        actions.remove_member(lead=request.user, space=space, user=membership.user)
    except ValidationError as error:
        flash.error(request, error.messages[0])
    else:
        flash.success(request, _("%(name)s n’est plus dans l’espace.") % {"name": membership.user})
    return redirect("space-members", slug=slug)


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
    require(policies.can_ask_to_join_space(request.user, space))
    form = JoinRequestForm(request.POST)
    if not form.is_valid():
        return space_card(request, space, form)
    actions.ask_to_join(user=request.user, space=space, message=form.cleaned_data["message"])
    flash.success(request, _("Votre demande est envoyée."))
    return redirect(space)


@require_http_methods(["GET", "POST"])
def leave(request, slug):
    """Leave, after a page that says how one may come back."""
    space = get_object_or_404(SpacePage.objects.visible_to(request.user), slug=slug)
    if request.method == "GET":
        if not space.memberships.giving_access_to(request.user).exists():
            return redirect(space)
        alone = policies.can_join_space(request.user, space)
        asking = space.access == Access.ON_REQUEST and request.user.is_agent
        comes_back = "alone" if alone else "asking" if asking else ""
        return render(request, "workspaces/leave.html", {"space": space, "comes_back": comes_back})
    try:
        actions.leave_space(user=request.user, space=space)
    except ValidationError as error:
        flash.error(request, error.messages[0])
        return redirect(space)
    flash.success(request, _("Vous avez quitté « %(space)s ».") % {"space": space.title})
    return redirect("spaces")


@require_POST
def answer(request, slug, pk):
    """Accept or refuse a request, with a word."""
    space = space_or_404(request, slug)
    require(policies.can_lead_space(request.user, space))
    asked = get_object_or_404(space.join_requests.select_related("user", "space"), pk=pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        flash.error(request, _("Votre mot est trop long : 500 caractères au plus."))
        return redirect("space-members", slug=slug)
    accept = request.POST.get("answer") == "accept"
    try:
        actions.answer_join_request(lead=request.user, request=asked, accept=accept, word=form.cleaned_data["word"])
    except ValidationError as error:
        flash.error(request, error.messages[0])
        return redirect("space-members", slug=slug)
    said = _("%(name)s est dans l’espace.") if accept else _("La demande de %(name)s est refusée.")
    flash.success(request, said % {"name": asked.user})
    return redirect("space-members", slug=slug)


@require_http_methods(["GET", "POST"])
def take_lead(request, slug):
    """For an administrator who knows the address: make oneself lead, and say why. For anyone else, nothing is here."""
    if not request.user.is_superuser:
        raise Http404
    space = get_object_or_404(SpacePage.objects.standing(), slug=slug)
    require(policies.can_take_lead(request.user, space))
    form = TakeLeadForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require_confirmed(request)
        actions.take_lead(administrator=request.user, space=space, reason=form.cleaned_data["reason"])
        flash.success(
            request, _("Vous animez « %(space)s ». Celles et ceux qui l’animaient le savent.") % {"space": space.title}
        )
        return redirect(space)
    context = {"space": space, "form": form}
    return render(request, "workspaces/take_lead.html", context, status=422 if form.is_bound else 200)
