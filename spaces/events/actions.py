"""What people do with events: propose, change, call off, answer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require
from intranet.core.text import render_markdown
from intranet.organisations.models import Organisation
from intranet.taxonomy.models import Theme
from spaces.workspaces.models import SpacePage
from spaces.workspaces.policies import can_post_in_space
from spaces.workspaces.querysets import readable

from .constants import Answer
from .models import Attendance, Event
from .policies import MODULE, can_answer_event, can_cancel_event, can_create_event, can_edit_event


def create_event(
    *,
    organiser: User,
    space: SpacePage,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    body: str = "",
    themes: Iterable[Theme] = (),
) -> Event:
    """Put a meeting on the agenda of `space`; who organises it comes to it. `body` is Markdown.

    Effects: the event, an attendance, audit, the space becomes active.
    Raises PermissionDenied, or ValidationError when it ends before it starts.
    """
    require(can_create_event(organiser, space))
    _check_times(starts_at, ends_at)
    with transaction.atomic():
        now = timezone.now()
        event = Event.objects.create(
            space=space, organiser=organiser, title=title, starts_at=starts_at, ends_at=ends_at, place=place,
            body=body, html=render_markdown(body), created_at=now, updated_at=now,
        )  # fmt: skip
        event.themes.set(themes)
        Attendance.objects.create(event=event, user=organiser, answered_at=now)
        require(SpacePage.objects.note_activity(space.pk, now))
        audit.record(organiser, "event.created", event)
    return event


def edit_event(
    *,
    editor: User,
    event: Event,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    body: str = "",
    themes: Iterable[Theme] = (),
    before: str = "",
) -> None:
    """Change what is said of `event`; `before` is the `fingerprint` that the editor saw.

    Effects: audit. Refusals as `create_event`'s, and ValidationError (code `changed`) when someone changed it since:
    nothing is written over.
    """
    require(can_edit_event(editor, event))
    _check_times(starts_at, ends_at)
    with transaction.atomic():
        kept = Event.objects.select_for_update(no_key=True).get(pk=event.pk)
        if before and before != kept.fingerprint:
            raise ValidationError(_("Quelqu’un vient de modifier ce rendez-vous."), code="changed")
        event.title, event.starts_at, event.ends_at, event.place = title, starts_at, ends_at, place
        event.body, event.html, event.updated_at = body, render_markdown(body), timezone.now()
        # Its own fields alone: it may have been called off since.
        names = ["title", "starts_at", "ends_at", "place", "body", "html", "updated_at"]
        event.save(update_fields=names)
        event.themes.set(themes)
        audit.record(editor, "event.edited", event)


def cancel_event(*, actor: User, event: Event) -> None:
    """Call `event` off: it stays on the agenda, and says so. Effects: audit."""
    require(can_cancel_event(actor, event))
    with transaction.atomic():
        event.cancelled_at = event.updated_at = timezone.now()
        event.save(update_fields=["cancelled_at", "updated_at"])
        audit.record(actor, "event.cancelled", event)


def answer_event(*, user: User, event: Event, comes: bool) -> Attendance:
    """Say whether `user` comes to `event`. The last answer stands."""
    require(can_answer_event(user, event))
    given = {"answer": Answer.YES if comes else Answer.NO, "answered_at": timezone.now()}
    with transaction.atomic():
        attendance, _created = Attendance.objects.update_or_create(event=event, user=user, defaults=given)
    return attendance


def pass_on_events(
    *, by: User | None, person: User, successor: User | None, organisation: Organisation, leaving: bool
) -> None:
    """Give the coming events that `person` organises on account of `organisation` to `successor`, who has to be of the
    space, or to who leads it; those that are over stay signed. The caller has asked who may.

    `leaving`: those of the spaces that they come into no longer. Effects: organisers, who come to it, audit.
    """
    coming = Event.objects.coming_of(person)
    gone = coming.exclude(space__in=readable(person)) if leaving else coming.kept_for(person, organisation)
    with transaction.atomic():
        for event in list(gone.select_related("space", "organiser")):
            _hand_over(by, event, successor)


def outlive_organisers(*, by: User | None, people: Iterable[User]) -> None:
    """`people` may come no more, and nobody was named after them: who leads the space organises their coming events.

    The caller has asked who may. Effects: as `pass_on_events`.
    """
    with transaction.atomic():
        for event in list(Event.objects.coming_of(*people).select_related("space", "organiser")):
            if not can_edit_event(event.organiser, event):
                _hand_over(by, event, None)


def _hand_over(by: User | None, event: Event, successor: User | None) -> None:
    leads = event.space.memberships.leading().exclude(user=event.organiser_id)
    heir = successor
    if not heir or not can_post_in_space(heir, event.space, MODULE):
        first = leads.select_related("user").order_by("joined_at", "pk").first()
        heir = first.user if first else None
    if not heir:
        return
    former, event.organiser = event.organiser, heir
    event.save(update_fields=["organiser"])
    Attendance.objects.get_or_create(event=event, user=heir)
    audit.record(by, "event.handed_over", event, who=str(former), to=str(heir))


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("Un rendez-vous finit après son début.")})
