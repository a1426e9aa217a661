"""A referent's page: the agents of an organisation, who waits, whom to invite."""

import hashlib

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from intranet.core.policies import require
from intranet.organisations.models import Organisation
from intranet.organisations.policies import can_manage_agents

from .. import actions
from ..forms import InviteForm, check_lines, read_lines
from ..models import AttachmentRequest, Invitation, Membership, Move, User
from ..policies import can_manage_invitation

SHOWN = 40


def managed(request, slug):
    """The organisation, for who manages its agents: 404 for who may not even see it."""
    found = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    require(can_manage_agents(request.user, found))
    return found


@require_GET
def agents(request, slug):
    """Who works there, who asks to, who is invited, who comes from elsewhere."""
    organisation = managed(request, slug)
    asked = request.GET.get("q", "").strip()[:100]
    people = User.objects.filter(is_active=True)
    for word in asked.split():
        names = Q(first_name__icontains=word) | Q(last_name__icontains=word)
        by_function = User.objects.showing(request.user, "job_title", job_title__icontains=word)
        people = people.filter(names | Q(email__icontains=word) | Q(pk__in=by_function.values("pk")))
    seen = User.objects.with_organisations(request.user).select_related("dormancy")
    with_people = Prefetch("user", queryset=seen)
    held = Membership.objects.active().filter(organisation=organisation, user__in=people)
    held = held.order_by("user__last_name", "user__first_name", "pk").prefetch_related(with_people)
    moves = Move.objects.waiting().select_related("membership__organisation", "destination", "successor", "proposed_by")
    moves = moves.prefetch_related(Prefetch("membership__user", queryset=seen))
    requests = AttachmentRequest.objects.waiting().filter(organisation=organisation)
    context = {
        "organisation": organisation,
        "q": asked,
        "page": Paginator(held, SHOWN).get_page(request.GET.get("page")),
        "requests": requests.prefetch_related(with_people),
        "closed": _closed(organisation, seen),
        "arrivals": moves.filter(destination=organisation),
        "departures": moves.filter(membership__organisation=organisation),
        "invitations": Invitation.objects.waiting().filter(organisation=organisation).select_related("invited_by"),
    }
    return render(request, "accounts/agents.html", context)


def _closed(organisation, seen):
    """Its people whose account closed because nobody used it; the last ones first."""
    held = Membership.objects.active().filter(organisation=organisation).values("user")
    gone = seen.filter(pk__in=held, is_active=False, dormancy__closed_at__isnull=False)
    return gone.order_by("-dormancy__closed_at", "pk")[:SHOWN]


@require_http_methods(["GET", "POST"])
def invite(request, slug):
    """Invite a list of people: shown first as it was understood, then sent but for the lines that are wrong."""
    organisation = managed(request, slug)
    form = InviteForm(request.POST or None, request.FILES or None)
    lines = []
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["people"]
        lines = check_lines(read_lines(text), organisation, foreign=request.user.is_editor)
        good = [line for line in lines if not line.error]
        # What is sent is what was seen: a list changed since is shown again.
        if request.POST.get("do") == "send" and good and form.cleaned_data["seen"] == _mark(text):
            people = [actions.Invited(each.email, each.first_name, each.last_name, each.job_title) for each in good]
            try:
                made = actions.invite(by=request.user, organisation=organisation, people=people)
            except ValidationError as error:
                flash.error(request, error.messages[0])
            else:
                _told(request, len(made))
                text = "\n".join(line.text for line in lines if line.error)
            if not text:
                return redirect("agents", slug=slug)
            # What is left is read anew: its lines are counted from one, and who was just invited is.
            lines = check_lines(read_lines(text), organisation, foreign=request.user.is_editor)
        form = InviteForm(initial={"people": text, "seen": _mark(text)})
    context = {
        "organisation": organisation,
        "form": form,
        "lines": lines,
        "good": [line for line in lines if not line.error],
        "wrong": sum(1 for line in lines if line.error),
    }
    return render(request, "accounts/invite.html", context, status=422 if form.is_bound else 200)


def _mark(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _told(request, number):
    sent = ngettext("%(n)d invitation part par e-mail.", "%(n)d invitations partent par e-mail.", number)
    flash.success(request, sent % {"n": number})


@require_POST
def manage_invitation(request, slug, pk):
    """Send an invitation again, or take it back."""
    organisation = managed(request, slug)
    invitation = get_object_or_404(Invitation.objects.visible_to(request.user), organisation=organisation, pk=pk)
    require(can_manage_invitation(request.user, invitation))
    if request.POST.get("do") == "revoke":
        actions.revoke_invitation(by=request.user, invitation=invitation)
        flash.success(request, _("L’invitation de %(name)s est annulée.") % {"name": invitation.full_name})
    else:
        try:
            actions.resend_invitation(by=request.user, invitation=invitation)
        except ValidationError as error:
            flash.error(request, error.messages[0])
        else:
            flash.success(request, _("L’invitation de %(name)s repart par e-mail.") % {"name": invitation.full_name})
    return redirect("agents", slug=slug)
