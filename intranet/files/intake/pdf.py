"""A PDF is a PDF from its first byte to its last."""

from typing import Any

from django.core.files import File

from ..kinds import DAMAGED, FileRefused, Kind
from .archives import ends_as_archive

TAIL = 4096


def check_pdf(upload: File[Any], kind: Kind) -> None:
    """Refuse one that was cut, or that is an archive too."""
    upload.seek(max(0, upload.size - TAIL))
    if b"%%EOF" not in upload.read(TAIL) or ends_as_archive(upload):
        raise FileRefused(DAMAGED)
