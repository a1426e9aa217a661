"""Where in a text the answer is: a few words around it, those that were looked for marked."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from intranet.core.text import spaced

from .analysis import Token, analyse, occurrences
from .asked import Asked

# Letters shown, from a little before the first word looked for; letters of a beginning.
WIDTH, BEFORE, SHORT = 240, 60, 180
# A long text is read by pieces, until one has all the words; what lies further than this is found, but not shown.
PIECE, DEPTH = 1_000, 150_000
Span = tuple[int, int]


def marked(text: str, asked: Asked) -> SafeString:
    """All of `text`, escaped, the words looked for in `<mark>`; neighbours are marked as one."""
    return _with_marks(text, _looked_for(text, asked))


def _with_marks(text: str, found: list[Token]) -> SafeString:
    pieces, at = [], 0
    spans = [(token.start, token.end) for token in found]
    while spans:
        first, last = spans.pop(0)
        while spans and not text[last : spans[0][0]].strip():
            last = spans.pop(0)[1]
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    pieces.append(escape(text[at:]))
    return mark_safe("".join(pieces))  # noqa: S308 — every piece of text is escaped above


def passage(text: str, asked: Asked) -> tuple[SafeString, int]:
    """The part of `text` that holds most of the words looked for, marked, and how many different ones it holds.

    Without any of them, the beginning of the text and 0.
    """
    if len(text) <= WIDTH:
        # It is shown whole: there is no better part to look for.
        whole = spaced(text.strip())
        found = _looked_for(whole, asked)
        if found or len(whole) <= SHORT:
            return _with_marks(whole, found), len({token.stem for token in found})
    different, place = _best(text[:DEPTH], asked)
    start = _word_from(text, max(0, place - BEFORE)) if different else 0
    end = _word_before(text, start + (WIDTH if different else SHORT))
    html = marked(spaced(text[start:end].strip()), asked)
    return mark_safe(f"{'… ' if start else ''}{html}{' …' if end < len(text) else ''}"), different  # noqa: S308


def surface(text: str, exact: str) -> str | None:
    """The first word of `text` that folds to `exact`, as written there."""
    return next((token.surface for token in analyse(text[:DEPTH]) if token.exact == exact), None)


def _best(text: str, asked: Asked) -> tuple[int, int]:
    """How many different words the best window holds, and where it begins; the earliest of equals."""
    best, most, place = (0, 0), len(asked.units), 0
    for start in _pieces(text):
        found = _looked_for(text[start : start + PIECE + WIDTH], asked)
        for number, token in enumerate(found):
            held = [other.stem for other in found[number : number + 40] if other.end <= token.start + WIDTH - BEFORE]
            if (len(set(held)), len(held)) > best:
                best, place = (len(set(held)), len(held)), start + token.start
        if best[0] >= most:
            break
    return best[0], place


def _pieces(text: str) -> Iterator[int]:
    """Where the pieces of `text` begin, never within a word."""
    return (_word_from(text, start) for start in range(0, len(text), PIECE))


def _looked_for(text: str, asked: Asked) -> list[Token]:
    """The words of `text` that are asked for, alone or as a whole phrase."""
    wanted = set(asked.stems)
    phrases = {phrase.stems for phrase in asked.phrases}
    words = occurrences(text, wanted.union(*phrases))
    found = {place for place, token in words.items() if token.stem in wanted}
    for stems in phrases:
        for place in words:
            row = range(place, place + len(stems))
            if all(at in words and words[at].stem == stem for at, stem in zip(row, stems, strict=True)):
                found.update(row)
    return [words[place] for place in sorted(found)]


def _word_from(text: str, place: int) -> int:
    """`place`, or the next beginning of a word."""
    space = text.find(" ", place, place + 40) if place else -1
    return space + 1 if space >= 0 else place


def _word_before(text: str, place: int) -> int:
    """`place`, or the last end of a word before it."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 40, place)
    return space if space >= 0 else place
