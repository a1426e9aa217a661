"""The embedded engine: SQLite's FTS5 over words analysed in Python."""

from .engine import SqliteEngine

__all__ = ["SqliteEngine"]
