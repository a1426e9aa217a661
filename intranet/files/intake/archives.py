"""Zip archives, read with suspicion: an office document is one, and so is what pretends to be one."""

from __future__ import annotations

import stat
import struct
import zipfile
from typing import Any

from django.core.files import File

from ..kinds import BOMB, DAMAGED, EXECUTABLE, LOCKED, PROGRAM_INSIDE, FileRefused
from .names import clean_name, extension_of

MAX_ENTRIES = 5_000
MAX_DIRECTORY = 2 * 2**20
MAX_UNPACKED = 512 * 2**20
# Office XML shrinks thirty times at most; a bomb, a thousand. Small ones do no harm.
SUSPECT, MAX_RATIO = 32 * 2**20, 150
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = 20
_ENCRYPTED = 0x1
# Info-ZIP's: the name that most programs give the file once it is unpacked.
_OTHER_NAME, _BEFORE_NAME = 0x7075, 5


def ends_as_archive(upload: File[Any]) -> bool:
    """Whether the last bytes are the end of a zip archive, with or without a comment."""
    upload.seek(max(0, upload.size - _END.size - 0xFFFF))
    tail = upload.read()
    at = tail.rfind(b"PK\x05\x06")
    while at >= 0:
        if len(tail) - at >= _END.size and at + _END.size + _END.unpack_from(tail, at)[-1] == len(tail):
            return True
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return False


def open_archive(upload: File[Any]) -> zipfile.ZipFile:
    """`upload` as an archive that is whole, of one piece, and of a reasonable size. Nothing is unpacked."""
    _check_directory(upload)
    try:
        archive = zipfile.ZipFile(upload)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError) as error:
        raise FileRefused(DAMAGED) from error
    _check_entries(archive.infolist(), upload.size)
    return archive


# What reading an entry raises when it is not what the directory says.
BROKEN = (KeyError, zipfile.BadZipFile, OSError, ValueError, EOFError, zipfile.zlib.error, RuntimeError)


def read_entry(archive: zipfile.ZipFile, name: str, limit: int = 2**20) -> bytes:
    """The content of the entry `name`; refused when it is absent, broken or longer than `limit`."""
    try:
        info = archive.getinfo(name)
        if info.file_size > limit:
            raise FileRefused(BOMB)
        return archive.read(info)
    except BROKEN as error:
        raise FileRefused(DAMAGED) from error


def _check_directory(upload: File[Any]) -> None:
    """Its directory stands right before its end, is short, and nothing comes before or after: not two files in one."""
    size = upload.size
    upload.seek(max(0, size - _END.size - _LOCATOR - _END64.size))
    tail = upload.read()
    if len(tail) < _END.size or not tail[-_END.size :].startswith(b"PK\x05\x06"):
        raise FileRefused(DAMAGED)
    *_rest, length, start, comment = _END.unpack(tail[-_END.size :])
    end = size - _END.size
    if tail[-_END.size - _LOCATOR :].startswith(b"PK\x06\x07") and tail.startswith(b"PK\x06\x06"):
        *_rest, length, start = _END64.unpack_from(tail)
        end = size - len(tail)
    if length > MAX_DIRECTORY:
        raise FileRefused(BOMB)
    if comment or start + length != end:
        raise FileRefused(DAMAGED)


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or (unpacked > SUSPECT and unpacked > MAX_RATIO * packed):
        raise FileRefused(BOMB)
    # Entries that share their bytes are more than the archive that holds them.
    if sum(entry.compress_size for entry in entries) > packed:
        raise FileRefused(BOMB)
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or any(_leads_outside(entry) for entry in entries):
        raise FileRefused(DAMAGED)
    if any(_is_named_otherwise(entry) for entry in entries):
        raise FileRefused(DAMAGED)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise FileRefused(LOCKED)
    if any(extension_of(clean_name(name)) in EXECUTABLE for name in names):
        raise FileRefused(PROGRAM_INSIDE)


def _leads_outside(entry: zipfile.ZipInfo) -> bool:
    """Whether it would be unpacked elsewhere: by its name, or because it is a link."""
    name = entry.filename
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    return is_link or name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name[:2]


def _is_named_otherwise(entry: zipfile.ZipInfo) -> bool:
    """Whether it would be unpacked under a name of another kind than the one that is read here."""
    extra = entry.extra
    # A tag and a length, of two bytes each, then as much.
    while len(extra) >= 4:
        tag, length = struct.unpack_from("<HH", extra)
        if tag == _OTHER_NAME:
            other = clean_name(extra[4 + _BEFORE_NAME : 4 + length].decode("utf-8", "replace"))
            return extension_of(other) != extension_of(clean_name(entry.filename))
        extra = extra[4 + length :]
    return False
