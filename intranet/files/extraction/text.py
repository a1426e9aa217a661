"""The words of plain text and CSV: UTF-8, UTF-16 by its mark, else what Windows writes in France."""

from collections.abc import Iterator
from typing import BinaryIO

from .child import MAX_TEXT, run

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"\xef\xbb": "utf-8-sig"}


def words(file: BinaryIO) -> Iterator[str]:
    """The beginning of the text; separators of columns become spaces."""
    raw = file.read(4 * MAX_TEXT)
    yield decoded(raw).replace(";", " ").replace("\t", " ").replace('"', " ")


def decoded(raw: bytes) -> str:
    """`raw` as letters. The last one may have been cut in two."""
    if encoding := _MARKS.get(raw[:2]):
        return raw.decode(encoding, "replace").lstrip("\ufeff")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start > len(raw) - 4:
            return raw.decode("utf-8", "ignore")
        return raw.decode("cp1252", "replace")


if __name__ == "__main__":
    run(words)
