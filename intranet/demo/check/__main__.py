"""Read the content (of another folder when one is given), and say everything that is wrong with it."""

from __future__ import annotations

import sys
from pathlib import Path

from .content import KINDS, LISTS, Content
from .findings import Findings
from .knowledge import check_guides, check_lessons
from .places import check_organisations, check_people, check_spaces
from .searches import check_queries
from .talk import check_events, check_news, check_threads
from .whole import (
    check_activity,
    check_counts,
    check_documents,
    check_sign_in,
    check_synonyms,
    check_texts,
)

# In this order: documents and activity are judged by what the others use.
CHECKS = [
    check_organisations,
    check_people,
    check_spaces,
    check_synonyms,
    check_lessons,
    check_guides,
    check_threads,
    check_news,
    check_events,
    check_documents,
    check_activity,
    check_sign_in,
    check_queries,
    check_texts,
    check_counts,
]


def main(root: Path) -> int:
    """0 when the content holds together."""
    findings = Findings()
    content = Content(root, findings)
    for check in CHECKS:
        check(content, findings)
    if findings.errors:
        sys.stderr.write("\n".join([*findings.errors, f"{len(findings.errors)} errors\n"]))
        return 1
    sys.stdout.write("ok: " + ", ".join(f"{len(getattr(content, name))} {name}" for name in [*KINDS, *LISTS]) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parent.parent / "content"))
