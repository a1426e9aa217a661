"""`manage.py search_check`."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import drift, engines

SHOWN = 20


class Command(BaseCommand):
    """Says what differs; `search_rebuild` puts it right."""

    help = "Compare objects with search entries, and entries with the index of each engine."

    def handle(self, *args: Any, **options: Any) -> None:
        comparisons = {"entries": drift.of_entries()}
        comparisons |= {engine.name: drift.of_engine(engine) for engine in engines.all_engines()}
        differs = 0
        for name, keys in comparisons.items():
            shown = list(islice(keys, SHOWN))
            number = len(shown) + sum(1 for _ in keys)
            differs += number
            self.stdout.write(f"{name}: {number} differ" + "".join(f"\n  {key}" for key in shown))
        if differs:
            raise CommandError("Run search_rebuild.")
