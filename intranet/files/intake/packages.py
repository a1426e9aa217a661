"""Office documents: ODF and OOXML packages, without macros and without a password."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.files import File

from ..kinds import DAMAGED, LOCKED, MACROS, MISMATCH, WITH_MACROS, FileRefused, Kind
from .archives import open_archive, read_entry
from .names import extension_of

# What an ODF package with no macro may have of the macro folder: the empty libraries that some versions write.
_EMPTY_LIBRARIES = ("script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml")


def check_odf(upload: File[Any], kind: Kind) -> None:
    """Its first entry says its kind; no Basic module, no script, no encrypted part."""
    with open_archive(upload) as archive:
        names = archive.namelist()
        if "encrypted-package" in names:
            raise FileRefused(LOCKED)
        if read_entry(archive, "mimetype", 200) != kind.mime_type.encode():
            raise FileRefused(MISMATCH, params={"extension": f".{kind.extension}"})
        if any(_is_macro(name) for name in names):
            raise FileRefused(MACROS)
        if b"encryption-data" in read_entry(archive, "META-INF/manifest.xml", 4 * 2**20):
            raise FileRefused(LOCKED)
        if "content.xml" not in names:
            raise FileRefused(DAMAGED)


def check_ooxml(upload: File[Any], kind: Kind) -> None:
    """Its table of types names the main part of its kind, and no macro of any sort."""
    with open_archive(upload) as archive:
        names = [name.lower() for name in archive.namelist()]
        types = _types(read_entry(archive, "[Content_Types].xml"))
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in name for name in names):
        raise FileRefused(MACROS)
    # Embedded in it.
    if any(extension_of(name) in WITH_MACROS for name in names):
        raise FileRefused(MACROS)
    if any("macroenabled" in each or "vbaproject" in each for each in types):
        raise FileRefused(MACROS)
    if kind.main_part.lower() not in types:
        raise FileRefused(MISMATCH, params={"extension": f".{kind.extension}"})


def _types(xml: bytes) -> set[str]:
    try:
        return {element.get("ContentType", "").lower() for element in fromstring(xml)}
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise FileRefused(DAMAGED) from error


def _is_macro(name: str) -> bool:
    if name.endswith("/"):
        return False
    # Of what is embedded in it too; and some write the way as Windows does.
    folders = name.replace("\\", "/").lower().split("/")[:-1]
    return "scripts" in folders or ("basic" in folders and not name.endswith(_EMPTY_LIBRARIES))
