"""The words of ODF and OOXML documents, read as a stream: a long one takes no more memory than a short one."""

import re
import zipfile
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.handler import ContentHandler

from defusedxml.sax import make_parser

from .child import MAX_TEXT, run

MAX_PART = 256 * 2**20
BLOCK = 64 * 1024
# Body, notes, headers of a text; shared and own strings of a workbook; slides and their notes.
_PARTS = re.compile(
    r"content\.xml"
    r"|word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml"
    r"|xl/(sharedStrings|worksheets/sheet\d+)\.xml"
    r"|ppt/(slides|notesSlides)/[a-zA-Z]+\d+\.xml"
)


class Words(ContentHandler):
    """Gathers what is written: in ODF, the text of paragraphs; in OOXML, that of `t` elements alone."""

    def __init__(self, *, odf: bool) -> None:
        super().__init__()
        self.written = {"p", "h"} if odf else {"t"}
        self.lines = {"p", "h"} if odf else {"p", "si", "is"}
        self.spaces = {"s", "tab", "line-break"} if odf else {"tab", "br", "cr"}
        # Words that were struck out, comments; readings of Asian words.
        self.skipped = {"tracked-changes", "annotation"} if odf else {"rPh"}
        self.pieces: list[str] = []
        self.depth = self.skipping = 0

    def startElement(self, name, attrs):
        local = name.rpartition(":")[2]
        self.depth += local in self.written
        self.skipping += local in self.skipped
        if local in self.spaces:
            self.pieces.append(" ")

    def endElement(self, name):
        local = name.rpartition(":")[2]
        self.depth -= local in self.written
        self.skipping -= local in self.skipped
        if local in self.lines:
            self.pieces.append("\n")

    def characters(self, content):
        if self.depth and not self.skipping:
            self.pieces.append(content)


def words(file: BinaryIO) -> Iterator[str]:
    """What is written in the document, part by part."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        for name in sorted(names, key=_order):
            if _PARTS.fullmatch(name) and archive.getinfo(name).file_size <= MAX_PART:
                yield from _part(archive, name)
                yield "\n"


def _part(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    gathered = Words(odf=name == "content.xml")
    parser = make_parser()
    parser.setContentHandler(gathered)
    with archive.open(name) as part:
        length = 0
        while length <= MAX_TEXT and (block := part.read(BLOCK)):
            parser.feed(block)
            length += sum(map(len, gathered.pieces))
            yield from gathered.pieces
            gathered.pieces = []


def _order(name: str) -> tuple[str, int]:
    """Slides in their order: 2 before 10."""
    number = re.search(r"(\d+)\.xml$", name)
    return (name[: number.start()], int(number[1])) if number else (name, 0)


if __name__ == "__main__":
    run(words)
