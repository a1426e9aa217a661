"""Accounts that nobody uses: warned, closed, opened again. Never silently."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.audit import actions as audit
from intranet.core.dates import MONTH
from intranet.core.jobs import nudge
from intranet.core.policies import require
from intranet.notifications.actions import NothingToSay, notify, send_due
from intranet.organisations.models import Organisation

from ..models import Dormancy, User
from ..notification_types import AgentClosed, AgentIdle, SuccessorWanted
from ..policies import can_reopen_account
from .people import close_account
from .stewardship import kept_by, pass_on


def tend_idle_accounts() -> tuple[int, int]:
    """Warn those whose account has not been used for long, close those that were warned; return how many of each.

    Run by the worker each day, and by anyone again. Nothing where the settings say never. Whoever came back is
    forgotten; an account that was opened again by any door begins its time anew.
    """
    if not settings.INACTIVE_CLOSE_MONTHS:
        return 0, 0
    now = timezone.now()
    for row in Dormancy.objects.filter(closed_at__isnull=False, user__is_active=True):
        _begin_anew(row)
    Dormancy.objects.filter(closed_at=None, reopened_at=None).exclude(user__in=_idle(_warn_before())).delete()
    fresh = _idle(_warn_before()).exclude(dormancy__warned_at__isnull=False)
    warned = sum(_warn(pk) for pk in list(fresh.order_by("pk").values_list("pk", flat=True)))
    due = _idle(now - settings.INACTIVE_CLOSE_MONTHS * MONTH).filter(dormancy__warned_at__lte=now - _notice())
    closed = sum(_close(pk) for pk in list(due.order_by("pk").values_list("pk", flat=True)))
    return warned, closed


def reopen_account(*, by: User, user: User) -> None:
    """Open again an account that closed because nobody used it; its unused time is counted from now.

    Effects: audit; the person's memberships hold as before. Raises PermissionDenied when `by` does not manage the
    agents of an organisation of theirs, or the account closed for another reason.
    """
    with transaction.atomic():
        row = Dormancy.objects.select_for_update(of=("self",)).select_related("user").get(user=user)
        require(can_reopen_account(by, row))
        row.user.is_active = True
        row.user.save(update_fields=["is_active"])
        _begin_anew(row)
        audit.record(by, "account.reopened", row.user)


def forget_warning(*, user: User) -> None:
    """Whoever signs in is there."""
    Dormancy.objects.filter(user=user, closed_at=None).delete()


def send_dormancies() -> int:
    """Mail the warnings and closings that wait; return how many left. Run by the worker, as `send_due` says."""
    return send_due(Dormancy.objects.select_related("user"), send=_mail, sweep="accounts.tell_idle")


def _warn_before() -> Any:
    return timezone.now() - settings.INACTIVE_WARN_MONTHS * MONTH


def _notice() -> timedelta:
    return (settings.INACTIVE_CLOSE_MONTHS - settings.INACTIVE_WARN_MONTHS) * MONTH


def _idle(before: Any) -> Any:
    return User.objects.filter(is_active=True).unused_since(before)


def _warn(pk: int) -> bool:
    with transaction.atomic():
        user = _idle(_warn_before()).select_for_update(of=("self",)).filter(pk=pk).first()
        if user is None or Dormancy.objects.filter(user=user, warned_at__isnull=False).exists():
            return False
        now = timezone.now()
        row, _made = Dormancy.objects.get_or_create(user=user)
        row.warned_at, row.organisation = now, user.primary_organisation
        closes_at = max(user.used_at + settings.INACTIVE_CLOSE_MONTHS * MONTH, now + _notice())
        row.closes_on = timezone.localdate(closes_at)
        row.wait_anew()
        row.save()
        audit.record(None, "account.warned", user, organisation=user.primary_organisation, on=row.closes_on.isoformat())
        notify(AgentIdle, recipients=_who_manages(user), about=row)
        nudge("accounts.tell_idle")
    return True


def _close(pk: int) -> bool:
    with transaction.atomic():
        # Two workers that close two administrators at once leave one.
        administrators = list(User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk"))
        user = _idle(timezone.now() - settings.INACTIVE_CLOSE_MONTHS * MONTH).select_for_update(of=("self",))
        user = user.filter(pk=pk).first()
        if user is None or administrators == [user]:
            return False
        row = Dormancy.objects.select_for_update().get(user=user)
        if not all(_passed_on(user, organisation) for organisation in user.organisations):
            notify(SuccessorWanted, recipients=_who_manages(user), about=row)
            return False
        close_account(by=None, user=user)
        row.closed_at = timezone.now()
        row.wait_anew()
        row.save()
        notify(AgentClosed, recipients=_who_manages(user), about=row)
        nudge("accounts.tell_idle")
    return True


def _passed_on(user: User, organisation: Organisation) -> bool:
    """Whether nothing that `user` leads there would be left without a lead: another referent takes it, if need be."""
    kept = kept_by(person=user, organisation=organisation, reader=None)
    if not any(thing.alone for each in kept if each.plug.hand_over for thing in each.things):
        return True
    successor = User.objects.referents_of(organisation).exclude(pk=user.pk).order_by("pk").first()
    if successor:
        pass_on(by=None, person=user, organisation=organisation, successor=successor, leaving=False)
    return bool(successor)


def _who_manages(user: User) -> list[User]:
    """The other referents of the organisations of `user`, and where there is none, the editors."""
    found: list[User] = []
    for organisation in user.organisations:
        referents = list(User.objects.referents_of(organisation).exclude(pk=user.pk))
        found += referents or list(User.objects.editors().exclude(pk=user.pk))
    return found


def _begin_anew(row: Dormancy) -> None:
    row.warned_at = row.closed_at = row.closes_on = None
    row.reopened_at = timezone.now()
    row.save()


def _mail(row: Dormancy) -> None:
    user = row.user
    if user.is_active is bool(row.closed_at) or not row.warned_at:
        raise NothingToSay
    if not row.closed_at and not _idle(_warn_before()).filter(pk=user.pk).exists():
        raise NothingToSay
    subject, template = _("[Parvis] Votre compte va fermer"), "accounts/mail/idle.txt"
    if row.closed_at:
        subject, template = _("[Parvis] Votre compte est fermé"), "accounts/mail/closed.txt"
    context = {
        "user": user,
        "row": row,
        "months": settings.INACTIVE_WARN_MONTHS,
        "referents": _referents_of(user),
        "url": settings.SITE_URL + reverse("account_login"),
    }
    send_mail(
        subject=subject,
        message=render_to_string(template, context),
        from_email=None,
        recipient_list=[user.email],
    )


def _referents_of(user: User) -> list[User]:
    return [each for place in user.organisations for each in User.objects.referents_of(place).exclude(pk=user.pk)]
