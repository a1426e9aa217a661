"""The words of a PDF, page by page. One that was scanned has none."""

import logging
from collections.abc import Iterator
from typing import BinaryIO

from pypdf import PasswordType, PdfReader

from .child import run

MAX_PAGES = 500


def words(file: BinaryIO) -> Iterator[str]:
    """The text of its first 500 pages. Raises when it opens with a password only."""
    reader = PdfReader(file)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        raise ValueError("locked")
    for number, page in enumerate(reader.pages):
        if number == MAX_PAGES:
            return
        yield page.extract_text()
        yield "\n"


if __name__ == "__main__":
    logging.disable()
    run(words)
