"""A PDF is a PDF from its first byte to its last."""

from typing import Any

from django.core.files import File

from ..extraction.isolation import is_locked
from ..kinds import DAMAGED, LOCKED, FileRefused, Kind
from .archives import ends_as_archive

TAIL, BLOCK = 4096, 256 * 1024
# Of the part of a PDF that is never packed.
ENCRYPTED = b"/Encrypt"


def check_pdf(upload: File[Any], kind: Kind) -> None:
    """Refuse one that was cut, that is an archive too, or that opens with a password only."""
    upload.seek(max(0, upload.size - TAIL))
    if b"%%EOF" not in upload.read(TAIL) or ends_as_archive(upload):
        raise FileRefused(DAMAGED)
    if holds(upload, ENCRYPTED) and is_locked(upload):
        raise FileRefused(LOCKED)


def holds(upload: File[Any], word: bytes) -> bool:
    """Whether `word` stands in it, wherever it is cut to be read."""
    upload.seek(0)
    end = b""
    while block := upload.read(BLOCK):
        if word in end + block:
            return True
        end = block[-len(word) :]
    return False
