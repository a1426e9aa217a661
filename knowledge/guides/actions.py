"""What people do with guides and roll-outs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.accounts.notification_types import HandedOver
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.live import publish
from intranet.notifications.actions import notify
from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_post_in_space

from .constants import StepState
from .models import GuidePage, NamedAgent, Rollout, StepStatus
from .policies import can_name_agents, can_open_rollout, can_set_step, is_archived


def open_rollout(
    *,
    by: User,
    guide: GuidePage,
    organisations: Iterable[Organisation],
    space: SpacePage | None = None,
    leads: Iterable[User] = (),
    starts_on: date | None = None,
    target_on: date | None = None,
) -> Rollout:
    """Open `guide` for `organisations`. Effects: audit. Raises ValidationError when it is open already."""
    require(can_open_rollout(by, guide) and (space is None or can_post_in_space(by, space, "rollouts")))
    with transaction.atomic():
        if Rollout.objects.select_for_update().filter(guide=guide, closed_at=None).exists():
            raise ValidationError(_("Ce guide est déjà en cours de déploiement."))
        rollout = Rollout.objects.create(
            guide=guide, space=space, starts_on=starts_on or timezone.localdate(), target_on=target_on
        )
        rollout.leads.set(leads)
        rollout.organisations.set(organisations)
        audit.record(by, "rollout.opened", rollout)
    return rollout


def set_step(
    *,
    agent: User,
    rollout: Rollout,
    organisation: Organisation,
    step_key: UUID,
    status: str,
    note: str = "",
    on: date | None = None,
) -> StepStatus:
    """Say where `organisation` is with a step. Effects: audit, live event on the roll-out.

    Raises PermissionDenied when the agent may not speak for it, ValidationError on an unknown step or a block without
    a word.
    """
    require(can_set_step(agent, rollout, organisation))
    step = rollout.guide.steps.filter(key=step_key).first()
    if step is None or status not in StepState.values:
        raise ValidationError(_("Cette étape ou cet état n’existe pas."))
    if status == StepState.BLOCKED and not note.strip():
        raise ValidationError({"note": _("Dites en un mot ce qui bloque : d’autres ont peut-être la réponse.")})
    with transaction.atomic():
        values: dict[str, Any] = {
            "status": status,
            "note": note.strip(),
            "agent": agent,
            "on": on or timezone.localdate(),
            "changed_at": timezone.now(),
        }
        row, _created = StepStatus.objects.update_or_create(
            rollout=rollout, organisation=organisation, step_key=step_key, defaults=values
        )
        told = {"step": str(step_key), "step_title": step.title, "status": status}
        audit.record(agent, "step.set", rollout, organisation=organisation, **told)
        publish.append(rollout.stream, kind="step.changed", object_id=row.pk, html=_cell(rollout, row))
    return row


def name_agent(*, referent: User, rollout: Rollout, organisation: Organisation, user: User) -> None:
    """Let an agent of the organisation set its steps in this roll-out. Effects: audit. Twice is once."""
    require(can_name_agents(referent, organisation) and not is_archived(rollout))
    if organisation.pk not in user.pool_organisation_ids:
        raise ValidationError(_("Cette personne n’est pas un agent de votre collectivité."))
    with transaction.atomic():
        _named, created = NamedAgent.objects.get_or_create(rollout=rollout, organisation=organisation, user=user)
        if created:
            audit.record(referent, "rollout.agent_named", rollout, organisation=organisation, who=str(user))


def unname_agent(*, referent: User, rollout: Rollout, organisation: Organisation, user: User) -> None:
    """Take that back. Effects: audit."""
    require(can_name_agents(referent, organisation) and not is_archived(rollout))
    with transaction.atomic():
        if NamedAgent.objects.filter(rollout=rollout, organisation=organisation, user=user).delete()[0]:
            audit.record(referent, "rollout.agent_unnamed", rollout, organisation=organisation, who=str(user))


def pass_on_rollouts(
    *, by: User | None, person: User, successor: User | None, organisation: Organisation, leaving: bool
) -> None:
    """Give `successor` the guides and roll-outs that `person` leads on account of `organisation` (`kept_for`), and the
    steps of it that they set.

    Who moves within the pool goes on with what is the pool's own; what they set for the organisation they left goes to
    the successor. The caller has asked who may. Effects: leads, named agents, audit.
    """
    with transaction.atomic():
        named = NamedAgent.objects.filter(user=person, organisation=organisation)
        for row in named.select_related("rollout"):
            if successor:
                NamedAgent.objects.get_or_create(rollout=row.rollout, organisation=organisation, user=successor)
        if leaving:
            named.delete()
            if person.is_agent:
                return
        led: dict[str, Any] = {
            "guide": GuidePage.objects.filter(leads=person).kept_for(person, organisation),
            "rollout": Rollout.objects.open().filter(leads=person).kept_for(person, organisation),
        }
        for kind, things in led.items():
            for thing in list(things):
                thing.leads.remove(person)
                if successor:
                    thing.leads.add(successor)
                    audit.record(by, f"{kind}.handed_over", thing, who=str(person), to=str(successor))


def outlive_guides(*, by: User | None, people: Iterable[User]) -> None:
    """`people` may lead no more, and nobody was named after them: a referent of theirs, else an editor, keeps with them
    the guides and the open roll-outs that nobody else leads. Who may lead again one day leads with them.

    The caller has asked who may. Effects: leads, audit, the heirs told.
    """
    agents = User.objects.agents()
    with transaction.atomic():
        for person in people:
            heir = User.objects.going_on_in(person.organisations).exclude(pk=person.pk).first()
            if heir is None:
                continue
            led: dict[str, Any] = {
                "guide": GuidePage.objects.filter(leads=person),
                "rollout": Rollout.objects.open().filter(leads=person),
            }
            alone = [
                (kind, thing)
                for kind, things in led.items()
                for thing in things.exclude(leads__in=agents).order_by("pk")
            ]
            for kind, thing in alone:
                thing.leads.add(heir)
                audit.record(by, f"{kind}.handed_over", thing, who=str(person), to=str(heir))
            if alone:
                notify(HandedOver, recipients=[heir], about=person, actor=by)


def outlive_space(space: SpacePage) -> None:
    """A space goes for good: its roll-outs stay, with their guides. In the caller's transaction, which records it."""
    Rollout.objects.filter(space=space).update(space=None)


def _cell(rollout: Rollout, row: StepStatus) -> str:
    """The cell as the board includes it, the same for every reader."""
    keys = list(rollout.guide.steps.order_by("sort_order").values_list("key", flat=True))
    context = {
        "guide": rollout.guide.slug,
        "organisation": row.organisation.slug,
        "number": keys.index(row.step_key) + 1,
        "status": row.status,
        "note": row.note,
    }
    # Not in the language of whoever set it: everyone reads it.
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("guides/_board_cell.html", context)
