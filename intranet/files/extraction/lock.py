"""Whether a PDF opens with a password only."""

import logging
from collections.abc import Iterator
from typing import BinaryIO

from pypdf import PasswordType, PdfReader

from .child import LOCKED, run


def lock(file: BinaryIO) -> Iterator[str]:
    """A word when it does, nothing otherwise."""
    reader = PdfReader(file)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        yield LOCKED


if __name__ == "__main__":
    logging.disable()
    run(lock)
