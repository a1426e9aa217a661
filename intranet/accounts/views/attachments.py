"""Belonging: pending people ask, referents answer; who comes from elsewhere is welcomed."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intranet.core.plugs import shown_panels
from intranet.core.policies import require

from .. import actions
from ..forms import AnswerForm, AttachmentForm
from ..models import AttachmentRequest, Move
from ..policies import can_answer_attachment, can_answer_move, can_ask_attachment, can_withdraw_move
from .agents import managed


@require_POST
def ask(request):
    """Ask to belong to an organisation; what is wrong stands beside its field, in the waiting room's own page."""
    require(can_ask_attachment(request.user))
    form = AttachmentForm(request.POST)
    if not form.is_valid():
        return _waiting_room(request)
    try:
        actions.ask_attachment(user=request.user, **form.cleaned_data)
    except ValidationError as error:
        flash.error(request, error.messages[0])
        return _waiting_room(request)
    flash.success(request, _("Votre demande est envoyée."))
    return redirect("pending")


def _waiting_room(request):
    """The page again: its panel makes the form of what was sent."""
    return render(request, "home/pending.html", {"panels": shown_panels("pending", request)}, status=422)


def _answered(request, organisation, person, action):
    form = AnswerForm(request.POST)
    if not form.is_valid():
        flash.error(request, _("Dites oui ou non, en cinq cents signes au plus."))
    else:
        try:
            accept = form.cleaned_data["answer"] == "accept"
            action(accept=accept, word=form.cleaned_data["word"])
            said = _("C’est accepté pour %(name)s.") if accept else _("C’est refusé pour %(name)s.")
            flash.success(request, said % {"name": person})
        except ValidationError as error:
            flash.error(request, error.messages[0])
    return redirect("agents", slug=organisation.slug)


@require_POST
def answer(request, slug, pk):
    """Accept or refuse a pending person."""
    organisation = managed(request, slug)
    asked = get_object_or_404(AttachmentRequest.objects.filter(organisation=organisation), pk=pk)
    require(can_answer_attachment(request.user, asked))
    return _answered(
        request,
        organisation,
        asked.user,
        lambda **said: actions.answer_attachment(by=request.user, request=asked, **said),
    )


@require_POST
def answer_move(request, slug, pk):
    """Accept or refuse who comes from another organisation."""
    organisation = managed(request, slug)
    move = get_object_or_404(Move.objects.filter(destination=organisation), pk=pk)
    require(can_answer_move(request.user, move))
    return _answered(
        request,
        organisation,
        move.membership.user,
        lambda **said: actions.answer_move(by=request.user, move=move, **said),
    )


@require_POST
def withdraw_move(request, slug, pk):
    """Take back a move that was proposed."""
    organisation = managed(request, slug)
    move = get_object_or_404(Move.objects.filter(membership__organisation=organisation), pk=pk)
    require(can_withdraw_move(request.user, move))
    actions.withdraw_move(by=request.user, move=move)
    flash.success(request, _("La proposition est retirée."))
    return redirect("agents", slug=slug)
