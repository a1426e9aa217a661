"""`manage.py search_eval DIR --engine sqlite|postgres|elasticsearch --run FILE`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import evaluation
from search.engines.scratch import MAKERS, scratch


class Command(BaseCommand):
    """Measures an engine on a collection, in an index of its own that is gone afterwards."""

    help = "Measure how well an engine finds, on a collection of texts, queries and judgements."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--engine", required=True, choices=["sqlite", "postgres", "elasticsearch"])
        parser.add_argument("--run", type=Path, help="write what was found, in TREC's format")

    def handle(self, *args: Any, **options: Any) -> None:
        name = options["engine"]
        if name not in MAKERS:
            raise CommandError(f"There is no {name} engine in this version.")
        collection = evaluation.load(options["folder"])
        try:
            with scratch(name) as engine:
                evaluation.fill(engine, collection)
                started = time.monotonic()
                found = evaluation.run(engine, collection)
                spent = time.monotonic() - started
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["run"]:
            options["run"].write_text("\n".join(evaluation.trec(found, f"parvis-{name}")) + "\n")
        self.stdout.write(f"{options['folder'].name} · {name} · {len(collection.corpus)} texts, {len(found)} queries")
        for measure, value in evaluation.measures(collection, found).items():
            self.stdout.write(f"{measure:<10} {value:.4f}")
        self.stdout.write(f"{'ms/query':<10} {1000 * spent / max(1, len(found)):.1f}")
