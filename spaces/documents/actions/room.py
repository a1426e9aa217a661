"""The room that a space and an organisation have for files, and what is left of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from intranet.core.wording import filesize
from intranet.files.kinds import FileRefused
from intranet.files.models import StoredFile
from intranet.organisations.models import Organisation
from spaces.workspaces.models import SpacePage

from ..models import Version

TIGHT = 0.8
_SPACE = _(
    "Il pèse %(size)s et il ne reste que %(left)s dans cet espace, sur %(limit)s : videz la corbeille, supprimez des "
    "documents, ou demandez de la place à votre équipe informatique."
)
_ORGANISATION = _(
    "Il pèse %(size)s et il ne reste que %(left)s à %(owner)s, sur %(limit)s : videz les corbeilles, supprimez des "
    "documents, ou demandez de la place à votre équipe informatique."
)


@dataclass(frozen=True)
class Room:
    """What is taken of a limit, in bytes; a limit of nothing is none."""

    owner: Any
    used: int
    limit: int

    @property
    def left(self) -> int:
        """What may still come."""
        return max(0, self.limit - self.used)

    @property
    def is_tight(self) -> bool:
        """Whether it is time to say so: four fifths are taken."""
        return bool(self.limit) and self.used >= TIGHT * self.limit

    def takes(self, size: int) -> bool:
        """Whether `size` more bytes fit."""
        return not self.limit or size <= self.left


def room_of_space(space: SpacePage) -> Room:
    """What the documents of `space` take, every version of each, those of the bin too; a file shared counts once."""
    versions = Version.objects.filter(document__space=space)
    return Room(space, bytes_of(versions) if settings.SPACE_QUOTA_BYTES else 0, settings.SPACE_QUOTA_BYTES)


def room_of_organisation(organisation: Organisation) -> Room:
    """What the people of `organisation` filed, wherever it is."""
    limit = settings.ORGANISATION_QUOTA_BYTES
    return Room(organisation, bytes_of(Version.objects.filter(organisation=organisation)) if limit else 0, limit)


def require_room(space: SpacePage, organisation: Organisation | None, size: int, *, hold: bool = False) -> None:
    """Raise `FileRefused`, which says how much is left, unless `size` more bytes fit in both.

    With `hold` nobody else takes that room before the end of the transaction.
    """
    if hold:
        SpacePage.objects.select_for_update(of=("self",), no_key=True).get(pk=space.pk)
    _require(room_of_space(space), size, _SPACE)
    if organisation is not None:
        if hold:
            Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation.pk)
        _require(room_of_organisation(organisation), size, _ORGANISATION)


def bytes_of(versions: Any) -> int:
    """What these versions take, a file that several share once."""
    kept = StoredFile.objects.filter(pk__in=versions.order_by().values("file"))
    return int(kept.aggregate(total=Sum("size"))["total"] or 0)


def _require(room: Room, size: int, words: Any) -> None:
    if not room.takes(size):
        said = {"size": filesize(size), "left": filesize(room.left), "limit": filesize(room.limit), "owner": room.owner}
        raise FileRefused(words, params=said)
