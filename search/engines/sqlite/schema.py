"""Tables of the embedded engine: what can be found, who may read it, its words, and every word ever seen."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

# Columns of the text index, with their weights in bm25. Titles count most, then the very words typed, then words that
# follow each other. Measured on two French collections: see docs/decisions.md.
COLUMNS = {
    "title": 3.0,
    "headings": 1.5,
    "body": 1.0,
    "title_exact": 1.0,
    "headings_exact": 0.6,
    "body_exact": 0.4,
    "title_pairs": 2.0,
    "body_pairs": 0.1,
    # Never looked for: it only makes very short texts longer.
    "filler": 0.0,
}
STEMS, EXACTS, PAIRS = "title headings body", "title_exact headings_exact body_exact", "title_pairs body_pairs"

# Titles once more, by themselves: in the index above the length of the whole text weighs on them.
TITLE_COLUMNS = {"stems": 1.0, "exact": 1.0, "pairs": 1.0}
TITLE_WEIGHT = 0.3

TABLES = (
    "search_fts",
    "search_fts_title",
    "search_fts_entry",
    "search_fts_container",
    "search_fts_theme",
    "search_fts_word",
)

# Words come here analysed: nothing is left to do but to part them at spaces.
_TOKENIZE = "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'''\""
_CREATE = (
    f"VIRTUAL TABLE IF NOT EXISTS search_fts USING fts5({', '.join(COLUMNS)}, {_TOKENIZE})",
    f"VIRTUAL TABLE IF NOT EXISTS search_fts_title USING fts5({', '.join(TITLE_COLUMNS)}, {_TOKENIZE})",
    "TABLE IF NOT EXISTS search_fts_entry (id integer PRIMARY KEY, key text NOT NULL UNIQUE, version integer NOT NULL,"
    " deleted integer NOT NULL, kind text NOT NULL, organisation integer, space integer, published integer)",
    "TABLE IF NOT EXISTS search_fts_container (entry integer NOT NULL, token text NOT NULL,"
    " PRIMARY KEY (entry, token)) WITHOUT ROWID",
    "TABLE IF NOT EXISTS search_fts_theme (entry integer NOT NULL, theme integer NOT NULL,"
    " PRIMARY KEY (entry, theme)) WITHOUT ROWID",
    "TABLE IF NOT EXISTS search_fts_word (word text PRIMARY KEY) WITHOUT ROWID",
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Make the tables that are not there."""
    _run(connection, [f"CREATE {table}" for table in _CREATE])


def drop(connection: BaseDatabaseWrapper) -> None:
    """Remove the tables."""
    _run(connection, [f"DROP TABLE IF EXISTS {table}" for table in TABLES])


def _run(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
