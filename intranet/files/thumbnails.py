"""Small pictures of large ones, made the first time one is asked for and kept beside them."""

from __future__ import annotations

from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage

from .images import square, thumbnail
from .models import STORE, THUMBNAILS, StoredFile

# The longest side, by name.
SIZES = {"s": 320, "m": 800, "l": 1600, "face": 192}
# Cut to a square, where the others are whole.
SQUARE = {"face"}
MIME_TYPE = "image/webp"


def thumbnail_name(content_name: str, size: str) -> str:
    """Where the small picture of the stored `content_name` is kept."""
    return f"{THUMBNAILS}/{content_name.removeprefix(f'{STORE}/')}-{size}.webp"


def open_thumbnail(stored: StoredFile, size: str) -> File[Any]:
    """The small picture of an image, open for reading. Two who ask at once make the same one."""
    name = thumbnail_name(stored.content.name, size)
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        with stored.content.open("rb") as source:
            small = File((square if size in SQUARE else thumbnail)(source, SIZES[size]))
        kept = default_storage.save(name, small)
        if kept != name:
            default_storage.delete(kept)
        return default_storage.open(name)


def forget_thumbnails(content_name: str) -> None:
    """Delete the small pictures of what is deleted."""
    for size in SIZES:
        default_storage.delete(thumbnail_name(content_name, size))
