"""Zip archives of plain files: no program, no macro, no archive in it, and office documents as good as alone."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from typing import Any

from django.core.files import File

from ..kinds import ARCHIVE, DAMAGED, INSIDE, KINDS, MACROS, MARKUP, NESTED, OLD, REASONS, FileRefused, Kind
from .archives import BROKEN, open_archive
from .names import clean_name, extension_of
from .packages import check_odf, check_ooxml
from .signatures import HEAD, REFUSED, signature, starts_a_page

# Maps, feeds, exports: XML that is neither a page nor a drawing.
_DATA = {"xml", "xsl"}
_PACKAGES = {"odf": check_odf, "ooxml": check_ooxml}
IN_MEMORY = 2**20


def check_zip(upload: File[Any], kind: Kind) -> None:
    """Look into each of its files: what would be refused for what it hides is refused here too, with its name."""
    with open_archive(upload) as archive:
        for entry in archive.infolist():
            if not entry.is_dir():
                try:
                    _check_entry(archive, entry)
                except BROKEN as error:
                    raise FileRefused(DAMAGED) from error


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    name = clean_name(entry.filename)
    extension = extension_of(name)
    if entry.filename.lower().endswith("vbaproject.bin"):
        raise FileRefused(MACROS)
    reason = "" if extension in _DATA else REASONS.get(extension)
    if reason in (MACROS, MARKUP, OLD):
        raise _refusal(name, reason)
    with archive.open(entry) as content:
        head = content.read(HEAD)
    found = signature(head)
    if found == "archive" or extension == "zip" or reason is ARCHIVE:
        raise FileRefused(NESTED)
    if found == "zip":
        _check_package(archive, entry, name)
    elif found == "markup":
        if starts_a_page(head):
            raise _refusal(name, MARKUP)
    elif found in REFUSED and found != "photo":
        raise _refusal(name, REFUSED[found])


def _check_package(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """An office document is looked into as if it came alone; any other archive may hide anything."""
    kind = KINDS.get(extension_of(name))
    if kind is None or kind.family not in _PACKAGES:
        raise FileRefused(NESTED)
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as copy:
        with archive.open(entry) as content:
            shutil.copyfileobj(content, copy, 256 * 1024)
        document = File(copy, name=name)
        document.size = entry.file_size
        try:
            _PACKAGES[kind.family](document, kind)
        except FileRefused as refusal:
            raise _refusal(name, refusal.reason) from refusal


def _refusal(name: str, reason: Any) -> FileRefused:
    return FileRefused(INSIDE, params={"name": name, "reason": reason})
