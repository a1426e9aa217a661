"""The crest of an organisation: two numbers and two letters that come from its name, and are the same everywhere."""

import re
import unicodedata
import zlib
from functools import cache

TINCTURES = 16
DIVISIONS = 8
# Words that tell nothing: particles, and what every commune is ("Ville de Merlavigne" is ME).
_SILENT = {
    "a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lès", "lez", "près", "sous", "sur",
    "à", "commune", "mairie", "ville",
}  # fmt: skip


def crest_of(name: str) -> tuple[int, int]:
    """The tincture (0–15) and the division of the field (0–7) of the organisation called `name`."""
    number = zlib.crc32(unicodedata.normalize("NFC", name.casefold()).encode())
    return number % TINCTURES, number // TINCTURES % DIVISIONS


@cache
def letters_of(name: str) -> str:
    """The letters on the crest: of the first two words that tell something, else the first two letters."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", name))
    telling = [word for word in words if word.casefold() not in _SILENT] or words
    letters = telling[0][0] + telling[1][0] if len(telling) > 1 else "".join(telling)[:2]
    return letters.upper()
