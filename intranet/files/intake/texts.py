"""Text is what has no byte that text does not have, to the end."""

from typing import Any

from django.core.files import File

from ..kinds import MISMATCH, FileRefused, Kind

BLOCK = 256 * 1024
# Control bytes of no text; tab, line feed, form feed, carriage return and escape are left out.
_STRANGE = bytes(byte for byte in range(32) if byte not in (9, 10, 12, 13, 27))
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


def check_text(upload: File[Any], kind: Kind) -> None:
    """Refuse binary content behind a .txt or .csv name. UTF-16 has its zeros, and says so by its mark."""
    upload.seek(0)
    encoding = _UTF16.get(upload.read(2))
    upload.seek(0)
    while block := upload.read(BLOCK):
        if encoding:
            block = block.decode(encoding, "ignore").encode("utf-8", "ignore")
        if len(block.translate(None, _STRANGE)) != len(block):
            raise FileRefused(MISMATCH, params={"extension": f".{kind.extension}"})
