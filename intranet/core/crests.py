"""The crest of an organisation, drawn from its name alone: a tincture, a division, one or two letters."""

import unicodedata
import zlib

TINCTURES, DIVISIONS = 16, 8
PARTICLES = {"a", "à", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "lès", "sous", "sur"}


def crest_of(name: str) -> tuple[int, int]:
    """Tincture (0–15) and division (0–7) for an organisation's name: the same name always gives the same crest."""
    number = zlib.crc32(unicodedata.normalize("NFC", name.casefold()).encode())
    return number % TINCTURES, number // TINCTURES % DIVISIONS


def letters_of(name: str) -> str:
    """First letters of the first two words that are not particles; with one such word, its first two letters."""
    for mark in "-'’":
        name = name.replace(mark, " ")
    words = [word for word in name.split() if word.lower() not in PARTICLES] or name.split()
    letters = words[0][0] + words[1][0] if len(words) > 1 else "".join(words)[:2]
    return letters.upper()
