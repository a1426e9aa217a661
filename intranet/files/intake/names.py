"""Names as people may read them: no folder, no hidden letter, nothing that turns the reading around."""

import re
import unicodedata

MAX_NAME = 150
MAX_EXTENSION = 10


def clean_name(raw: str) -> str:
    """The last part of `raw` without control letters (right-to-left overrides among them), at most 150 characters."""
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", raw))[-1]
    # Cc: control, Cf: format (overrides, joiners, zero-width), Cs: surrogate, Co: private, Zl and Zp: separators.
    shown = "".join(letter for letter in name if unicodedata.category(letter) not in _HIDDEN)
    shown = re.sub(r"\s+", " ", shown).strip(" .")
    if len(shown) > MAX_NAME:
        extension = extension_of(shown)
        end = f".{extension}" if extension else ""
        shown = shown[: MAX_NAME - len(end)].rstrip(" .") + end
    return shown or "fichier"


def extension_of(name: str) -> str:
    """The letters after the last dot, in lower case; nothing when there are none or too many."""
    stem, dot, extension = name.rpartition(".")
    return extension.lower() if dot and stem and len(extension) <= MAX_EXTENSION else ""


def title_of(name: str) -> str:
    """A title made of a file's name: without its extension, with spaces for what stands for them."""
    extension = extension_of(name)
    stem = name[: -len(extension) - 1] if extension else name
    words = re.sub(r"\s+", " ", re.sub(r"[_]+", " ", stem)).strip()
    return (words[:1].upper() + words[1:])[:200] or name


_HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
