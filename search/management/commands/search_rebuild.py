"""`manage.py search_rebuild`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import engines
from search.rebuild import project_everything, rebuild


class Command(BaseCommand):
    """Nobody waits: the old index answers until the new one takes its place."""

    help = "Write every search entry again from what it describes, then make the index of each engine again."

    def handle(self, *args: Any, **options: Any) -> None:
        project_everything(self.stdout.write)
        refused: set[str] = set()
        for engine in engines.all_engines():
            taken, not_taken = rebuild(engine)
            refused |= not_taken
            self.stdout.write(f"{engine.name}: {taken} entries")
        if refused:
            raise CommandError(f"Refused by an engine: {', '.join(sorted(refused)[:20])}")
