"""What the first bytes of a file say it is."""

from ..kinds import ARCHIVE, LOCKED, MARKUP, OLD, PHOTO, PROGRAM

HEAD = 4096
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Names of `signature` that are refused whatever the file is called. Encrypted OOXML is an OLE file.
REFUSED = {
    "program": PROGRAM,
    "markup": MARKUP,
    "archive": ARCHIVE,
    "locked": LOCKED,
    "old": OLD,
    "photo": PHOTO,
}
_PROGRAMS = (
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"<?php",
    b"L\0\0\0",
)
_ARCHIVES = (b"Rar!\x1a", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"\xfd7zXZ", b"MSCF\0", b"(\xb5/\xfd")
# Two letters that a text may begin with too: only with a zero byte near them.
_WITH_ZEROS = {b"MZ": "program", b"BZ": "archive", b"BM": "photo"}
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<head", b"<body", b"<script", b"<iframe", b"<!--")
_PAGES = (
    b"<!doctype html",
    b"<html",
    b"<svg",
    b"<script",
    b"<body",
    b"<iframe",
    b'xmlns="http://www.w3.org/1999/xhtml',
)
_PHOTOS = (b"II*\0", b"MM\0*")


def signature(head: bytes) -> str:
    """image, pdf, zip; a key of `REFUSED`; or nothing, which may be text."""
    if head.startswith(_IMAGES) or (head.startswith(b"RIFF") and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "zip"
    if head.startswith(OLE):
        # Names of an OLE file's streams are written in UTF-16.
        return "locked" if "EncryptedPackage".encode("utf-16-le") in head else "old"
    if head.startswith(b"{\\rtf"):
        return "old"
    if head.startswith(_PROGRAMS):
        return "program"
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return "archive"
    if head[4:8] == b"ftyp" or head.startswith(_PHOTOS):
        return "photo"
    if head[:2] in _WITH_ZEROS and b"\0" in head:
        return _WITH_ZEROS[head[:2]]
    return "markup" if _plain(head).lstrip().lower().startswith(_MARKUP) else ""


def starts_a_page(head: bytes) -> bool:
    """Whether markup is a web page or a drawing, rather than data."""
    words = _plain(head).lower()
    return any(mark in words for mark in _PAGES)


def _plain(head: bytes) -> bytes:
    """`head` without what an encoding puts between its letters."""
    for mark in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"):
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")
