"""What the leads keep in sight."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.policies import require

from ..models import Pin, SpacePage
from ..policies import can_lead_space

MOST_PINS = 12


def pin(*, lead: User, space: SpacePage, title: str, url: str = "", text: str = "") -> Pin:
    """Keep a document, a thread, a link or a few words at the head of the space, after the others. Effects: audit.

    Raises PermissionDenied, or ValidationError beyond a dozen.
    """
    require(can_lead_space(lead, space))
    with transaction.atomic():
        SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=space.pk)
        pins = list(space.pins.all())
        if len(pins) >= MOST_PINS:
            raise ValidationError(_("Douze éléments au plus : retirez-en un d’abord."))
        position = max((each.position for each in pins), default=-1) + 1
        pinned = Pin.objects.create(space=space, title=title, url=url, text=text, position=position, added_by=lead)
        audit.record(lead, "space.pinned", space, title=title)
    return pinned


def unpin(*, lead: User, pinned: Pin) -> None:
    """Keep it in sight no longer. Effects: audit."""
    require(can_lead_space(lead, pinned.space))
    with transaction.atomic():
        audit.record(lead, "space.unpinned", pinned.space, title=pinned.title)
        pinned.delete()


def move_pin(*, lead: User, pinned: Pin, up: bool) -> None:
    """Exchange it with the one before, or after. At the end, nothing changes."""
    require(can_lead_space(lead, pinned.space))
    with transaction.atomic():
        SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=pinned.space_id)
        pins = list(Pin.objects.filter(space=pinned.space_id))
        # Another lead may have taken it away meanwhile.
        at = next((place for place, each in enumerate(pins) if each.pk == pinned.pk), len(pins))
        other = at - 1 if up else at + 1
        if not (at < len(pins) and 0 <= other < len(pins)):
            return
        pins[at], pins[other] = pins[other], pins[at]
        for position, each in enumerate(pins):
            each.position = position
        Pin.objects.bulk_update(pins, ["position"])
