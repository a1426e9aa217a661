"""Where in a text the answer is: a few words around it, those that were looked for marked."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .analysis import Token, analyse
from .asked import Asked

WIDTH, SHORT = 240, 180
# What lies further is found, but not shown: reading all of a very long file would make the page wait.
DEPTH = 150_000
Span = tuple[int, int]


def marked(text: str, asked: Asked) -> SafeString:
    """All of `text`, escaped, the words looked for in `<mark>`."""
    return _html(text, _spans(analyse(text), asked, text), 0, len(text))


def passage(text: str, asked: Asked) -> tuple[SafeString, int]:
    """The part of `text` that holds most of the words looked for, marked, and how many different ones it holds.

    Without any of them, the beginning of the text and 0.
    """
    text = text[:DEPTH]
    tokens = analyse(text)
    spans = _spans(tokens, asked, text)
    if not spans:
        return _html(text, [], 0, _end(text, SHORT)), 0
    stems = {token.start: token.stem for token in tokens}
    first, different = _best(spans, stems)
    start = _start(text, max(0, spans[first][0] - 60))
    return _html(text, spans, start, _end(text, start + WIDTH)), different


def surface(text: str, exact: str) -> str | None:
    """The first word of `text` that folds to `exact`, as written there."""
    return next((token.surface for token in analyse(text[:DEPTH]) if token.exact == exact), None)


def _spans(tokens: Sequence[Token], asked: Asked, text: str) -> list[Span]:
    """Where the words looked for are; neighbours make one."""
    wanted = set(asked.stems)
    sequences = [phrase.stems for phrase in asked.phrases]
    stems = [token.stem for token in tokens]
    found: set[int] = {place for place, stem in enumerate(stems) if stem in wanted}
    for sequence in sequences:
        for place, stem in enumerate(stems):
            if stem == sequence[0] and tuple(stems[place : place + len(sequence)]) == sequence:
                found.update(range(place, place + len(sequence)))
    return [(tokens[place].start, tokens[place].end) for place in sorted(found)]


def _best(spans: list[Span], stems: dict[int, str]) -> tuple[int, int]:
    """The span from which a window holds the most different words, the earliest of equals."""
    best, most = 0, (0, 0)
    for first, (start, _) in enumerate(spans):
        held = [stems[at] for at, end in spans[first : first + 40] if end <= start + WIDTH - 60]
        if (len(set(held)), len(held)) > most:
            best, most = first, (len(set(held)), len(held))
    return best, most[0]


def _start(text: str, place: int) -> int:
    """`place`, or the next beginning of a word."""
    if place == 0:
        return 0
    space = text.find(" ", place, place + 40)
    return space + 1 if space >= 0 else place


def _end(text: str, place: int) -> int:
    """`place`, or the last end of a word before it."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - 40, place)
    return space if space >= 0 else place


def _html(text: str, spans: list[Span], start: int, end: int) -> SafeString:
    pieces, at = ["… " if start else ""], start
    inside = [span for span in spans if span[0] >= start and span[1] <= end]
    while inside:
        first, last = inside.pop(0)
        while inside and not text[last : inside[0][0]].strip():
            last = inside.pop(0)[1]
        pieces += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    pieces += [escape(text[at:end]), " …" if end < len(text) else ""]
    return mark_safe("".join(pieces))  # noqa: S308 — every piece of text is escaped above
