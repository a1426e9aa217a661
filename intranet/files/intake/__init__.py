"""What comes in is known by its content, never by its name alone. Refusals say why in French, beside the name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from intranet.core.wording import filesize

from ..images import rebuild
from ..kinds import EMPTY, KINDS, MISMATCH, REASONS, TAKEN, UNKNOWN, FileRefused, Kind
from .names import clean_name, extension_of
from .packages import check_odf, check_ooxml
from .pdf import check_pdf
from .signatures import HEAD, REFUSED, signature
from .texts import check_text
from .zips import check_zip

# What the first bytes must say, by family.
_SIGNATURES = {"odf": {"zip"}, "ooxml": {"zip"}, "pdf": {"pdf"}, "image": {"image"}, "text": {""}, "zip": {"zip"}}
_CHECKS = {"odf": check_odf, "ooxml": check_ooxml, "pdf": check_pdf, "text": check_text, "zip": check_zip}


@dataclass(frozen=True)
class Checked:
    """An upload that may be stored: its clean name, its kind, and the bytes to keep (for an image, made anew)."""

    name: str
    kind: Kind
    content: File[Any]
    width: int | None = None
    height: int | None = None


def check(upload: File[Any]) -> Checked:
    """What `upload` is, or `FileRefused`. Reads in blocks; a picture alone is held in memory, one at a time."""
    name = clean_name(upload.name or "")
    extension = extension_of(name)
    if not upload.size:
        raise FileRefused(EMPTY)
    if upload.size > settings.MAX_UPLOAD_BYTES:
        raise FileRefused(_("Il dépasse %(limit)s, le plus qu’un fichier peut peser ici.") % _limit())
    upload.seek(0)
    found = signature(upload.read(HEAD))
    if found in REFUSED:
        raise FileRefused(REFUSED[found])
    kind = KINDS.get(extension)
    if kind is None:
        raise FileRefused(REASONS.get(extension) or f"{UNKNOWN} {TAKEN}")
    if found not in _SIGNATURES[kind.family]:
        raise FileRefused(MISMATCH, params={"extension": f".{extension}"})
    if kind.family == "image":
        return _picture(upload, name, extension)
    _CHECKS[kind.family](upload, kind)
    upload.seek(0)
    return Checked(name, kind, upload)


def _picture(upload: File[Any], name: str, extension: str) -> Checked:
    """Made anew as what it really is: the name follows the content."""
    made = rebuild(upload)
    kind = KINDS[made.extension]
    if KINDS[extension] is not kind:
        name = f"{name[: -len(extension) - 1]}.{kind.extension}"
    return Checked(name, kind, File(made.content, name=name), made.width, made.height)


def _limit() -> dict[str, str]:
    return {"limit": filesize(settings.MAX_UPLOAD_BYTES)}
