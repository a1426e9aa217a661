"""The ages of a space: archived, in the bin, gone."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from intranet.accounts.models import User
from intranet.audit import actions as audit
from intranet.core.plugs import plugged
from intranet.core.policies import require
from intranet.live import publish

from ..models import SpacePage
from ..policies import can_archive_space, can_delete_space, can_restore_space


def archive_space(*, lead: User, space: SpacePage) -> None:
    """Make the space read-only, everywhere. Who reads it goes on reading and hearing it. Effects: audit."""
    require(can_archive_space(lead, space))
    _stamp(lead, space, "space.archived", archived_at=timezone.now())


def reopen_space(*, lead: User, space: SpacePage) -> None:
    """Let people write in it again. Effects: audit."""
    require(can_archive_space(lead, space))
    _stamp(lead, space, "space.reopened", archived_at=None)


def bin_space(*, lead: User, space: SpacePage) -> None:
    """Put the space in the bin: it is nowhere any more but there, for its leads. Effects: audit, open pages close."""
    require(can_archive_space(lead, space))
    _stamp(lead, space, "space.binned", binned_at=timezone.now())


def restore_space(*, by: User, space: SpacePage) -> None:
    """Take it out of the bin, as it was. Effects: audit."""
    require(can_restore_space(by, space))
    _stamp(by, space, "space.restored", binned_at=None)


def delete_space(*, by: User, space: SpacePage) -> None:
    """Take away for good a space that is in the bin, and all that is in it. Effects: audit; its files are deleted.

    Raises PermissionDenied, or ValidationError when something is left in it that only an administrator takes away.
    """
    require(can_restore_space(by, space))
    with transaction.atomic():
        kept = SpacePage.objects.select_for_update(of=("self",)).get(pk=space.pk)
        empty = is_empty(kept)
        if not can_delete_space(by, kept, empty=empty):
            raise ValidationError(
                _("Cet espace n’est pas vide : un administrateur pourra le supprimer quand son temps sera passé.")
            )
        audit.record(by, "space.deleted", kept, empty=empty)
        for take_away in plugged("register_space_removal"):
            take_away(kept)
        # Read again: what went may have been under it in the tree.
        SpacePage.objects.get(pk=kept.pk).delete()
        publish.recheck_everyone()


def is_empty(space: SpacePage) -> bool:
    """Whether nobody ever left anything in it: people, invitations and pins do not count."""
    own = space._meta.app_label
    related = [each for each in space._meta.related_objects if each.related_model._meta.app_label != own]
    left = (
        each.related_model._default_manager.filter(**{each.field.name: space}).exists()
        for each in related
        if each.model is SpacePage
    )
    return not space.get_children_count() and not any(left)


def _stamp(by: User, space: SpacePage, act: str, **fields: object) -> None:
    with transaction.atomic():
        for name, value in fields.items():
            setattr(space, name, value)
        space.save(update_fields=list(fields))
        audit.record(by, act, space)
        publish.recheck_everyone()
