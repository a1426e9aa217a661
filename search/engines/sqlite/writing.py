"""Entries into the tables."""

from __future__ import annotations

from typing import Any

from ...analysis import Token, analyse, bigrams
from ...shapes import Indexed
from .schema import COLUMNS

_INSERT_TEXT = f"INSERT INTO search_fts (rowid, {', '.join(COLUMNS)}) VALUES ({', '.join(['%s'] * (len(COLUMNS) + 1))})"  # noqa: S608
MIN_WORD = 4
# bm25 holds brevity for merit, and puts a card of three words before a guide: a text counts as this long at least.
SHORT = 150


def write(cursor: Any, document: Indexed) -> None:
    """Put `document` in place of its earlier version; a later one stays."""
    cursor.execute("SELECT id, version FROM search_fts_entry WHERE key = %s", [document.key])
    if row := cursor.fetchone():
        number, version = row
        if version > document.version:
            return
        _forget(cursor, number)
        cursor.execute(
            "UPDATE search_fts_entry SET version = %s, deleted = %s, kind = %s, organisation = %s, space = %s,"
            " published = %s WHERE id = %s",
            [*_facts(document), number],
        )
    else:
        cursor.execute(
            "INSERT INTO search_fts_entry (version, deleted, kind, organisation, space, published, key)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [*_facts(document), document.key],
        )
        number = cursor.lastrowid
    if not document.deleted:
        _fill(cursor, number, document)


def purge(cursor: Any, number: int) -> None:
    """Remove an entry and the memory of it."""
    _forget(cursor, number)
    cursor.execute("DELETE FROM search_fts_entry WHERE id = %s", [number])


def _facts(document: Indexed) -> list[Any]:
    published = int(document.published.timestamp()) if document.published else None
    return [
        document.version,
        int(document.deleted),
        document.kind,
        document.organisation,
        document.space,
        published,
    ]


def _fill(cursor: Any, number: int, document: Indexed) -> None:
    title, headings = analyse(document.title), analyse(document.headings)
    body = analyse(f"{document.body}\n{document.attachment}")
    cursor.execute(
        _INSERT_TEXT,
        [
            number,
            *(" ".join(token.stem for token in tokens) for tokens in (title, headings, body)),
            *(" ".join(token.exact for token in tokens) for tokens in (title, headings, body)),
            " ".join(bigrams(title)),
            " ".join(bigrams(body)),
            "_ " * max(0, SHORT - len(title) - len(headings) - len(body)),
        ],
    )
    if title:
        cursor.execute(
            "INSERT INTO search_fts_title (rowid, stems, exact, pairs) VALUES (%s, %s, %s, %s)",
            [
                number,
                " ".join(token.stem for token in title),
                " ".join(token.exact for token in title),
                " ".join(bigrams(title)),
            ],
        )
    cursor.executemany(
        "INSERT INTO search_fts_container (entry, token) VALUES (%s, %s)",
        [(number, token) for token in set(document.containers)],
    )
    cursor.executemany(
        "INSERT INTO search_fts_theme (entry, theme) VALUES (%s, %s)",
        [(number, theme) for theme in set(document.themes)],
    )
    cursor.executemany(
        "INSERT OR IGNORE INTO search_fts_word (word) VALUES (%s)", [(word,) for word in _words(title, headings, body)]
    )


def _words(*texts: list[Token]) -> set[str]:
    """Words that a misspelt one may have meant."""
    return {
        token.exact
        for tokens in texts
        for token in tokens
        if len(token.exact) >= MIN_WORD and not token.is_acronym and not any(map(str.isdigit, token.exact))
    }


def _forget(cursor: Any, number: int) -> None:
    cursor.execute("DELETE FROM search_fts WHERE rowid = %s", [number])
    cursor.execute("DELETE FROM search_fts_title WHERE rowid = %s", [number])
    cursor.execute("DELETE FROM search_fts_container WHERE entry = %s", [number])
    cursor.execute("DELETE FROM search_fts_theme WHERE entry = %s", [number])
