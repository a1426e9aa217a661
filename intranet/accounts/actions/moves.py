"""An agent moves from an organisation to another: one act by the two referents, or by an editor at once."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.live import publish
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation
from intranet.organisations.policies import can_manage_agents

from ..models import Departure, Membership, Move, User
from ..notification_types import MoveAnswered, Moved, MoveProposed
from ..policies import can_answer_move, can_manage_membership, can_withdraw_move
from .departures import held_today, keep_a_referent, settle
from .memberships import attach
from .stewardship import check_successor


def propose_move(
    *, by: User, membership: Membership, destination: Organisation, successor: User | None, message: str = ""
) -> Move:
    """Propose that an agent leaves for `destination`; done at once when `by` also manages the agents of the latter.

    Effects: audit, the referents of the destination are told. Raises PermissionDenied when `by` does not manage the
    agents of the organisation that is left, ValidationError when the move or the successor makes no sense.
    """
    require(can_manage_membership(by, membership))
    if destination.pk == membership.organisation_id or not destination.in_pool:
        raise ValidationError({"destination": _("Choisissez une autre collectivité de la mutualisation.")})
    check_successor(membership, successor)
    with transaction.atomic():
        _hold(membership.organisation_id, destination.pk)
        held = held_today(membership)
        keep_a_referent(by, held)
        if held.user.memberships.active().filter(organisation=destination).exists():
            raise ValidationError({"destination": _("Cette personne y est déjà rattachée : mettez plutôt fin ici.")})
        Move.objects.waiting().filter(membership=held).update(answered_at=timezone.now())
        move = Move.objects.create(
            membership=held, destination=destination, successor=successor, message=message, proposed_by=by
        )
        audit.record(by, "move.proposed", held.user, organisation=held.organisation, to=str(destination))
        if can_manage_agents(by, destination):
            _answer(move, by=by, accept=True)
        else:
            notify(MoveProposed, recipients=User.objects.referents_of(destination), about=move, actor=by)
    return move


def answer_move(*, by: User, move: Move, accept: bool, word: str = "") -> None:
    """Accept or refuse who comes, with a word. Answered once.

    Accepted: the membership of departure ends at once with its rights, that of arrival begins, what was led goes to the
    successor. Effects: audit; who proposed is told, and the agent. Raises PermissionDenied, or ValidationError when the
    agent or the successor left in the meantime, or the other organisation would be left without a referent.
    """
    with transaction.atomic():
        _hold(move.membership.organisation_id, move.destination_id)
        rows = Move.objects.select_for_update(of=("self",)).select_related("membership__organisation", "destination")
        row = rows.get(pk=move.pk)
        require(can_answer_move(by, row))
        if not row.answered_at:
            row.answer = word
            _answer(row, by=by, accept=accept)


def withdraw_move(*, by: User, move: Move) -> None:
    """Take back a move that was not answered. Effects: audit."""
    require(can_withdraw_move(by, move))
    with transaction.atomic():
        row = Move.objects.select_for_update().get(pk=move.pk)
        if not row.answered_at:
            row.answered_at, row.answered_by = timezone.now(), by
            row.save()
            membership = move.membership
            audit.record(by, "move.withdrawn", membership.user, organisation=membership.organisation)


def _answer(move: Move, *, by: User, accept: bool) -> None:
    move.answered_at, move.answered_by, move.accepted = timezone.now(), by, accept
    move.save()
    membership = move.membership
    values = {"organisation": move.destination, "origin": str(membership.organisation)}
    audit.record(by, "move.accepted" if accept else "move.refused", membership.user, **values)
    if accept:
        _carry_out(move, by)
        notify(Moved, recipients=[membership.user], about=move, actor=by)
    referents = User.objects.referents_of(membership.organisation)
    notify(MoveAnswered, recipients=[*referents, *filter(None, [move.proposed_by])], about=move, actor=by)


def _hold(*organisations: int) -> None:
    """Both organisations until the end of the transaction, always in the same order, before anything else."""
    list(Organisation.objects.filter(pk__in=organisations).order_by("pk").select_for_update(no_key=True))


def _carry_out(move: Move, by: User) -> None:
    held = held_today(move.membership)
    keep_a_referent(by, held)
    check_successor(held, move.successor)
    held.ended_on = timezone.localdate()
    held.save(update_fields=["ended_on"])
    audit.record(by, "membership.ended", held.user, organisation=held.organisation, to=str(move.destination))
    if not held.user.memberships.active().filter(organisation=move.destination).exists():
        attach(by=by, user=held.user, organisation=move.destination, primary=held.is_primary)
    departure, _made = Departure.objects.update_or_create(
        membership=held, defaults={"successor": move.successor, "decided_by": by, "settled_at": None}
    )
    settle(departure=departure)
    publish.recheck_user(held.user_id)
