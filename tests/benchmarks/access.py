"""What access costs an agent when there are 3 spaces, and when there are 3,000: as many queries, and how much longer.

Same server, same run, the same pages before and after the others came; printed as medians and ratios. `make bench` runs
it.
"""

from __future__ import annotations

import sys
from uuid import uuid4

from tests.benchmarks.site import cookie_of, milliseconds, served  # first: it sets Django up

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from intranet.accounts.models import User
from intranet.asgi import application
from intranet.core.staticfiles import collect_if_stale
from spaces.discussions.actions import open_thread
from spaces.documents.actions import add_document
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import SpaceMembership, SpacePage
from tests import databases
from tests.factories.files import pdf, upload
from tests.factories.people import AgentFactory
from tests.factories.places import OrganisationFactory, make_space

FEW, MANY, ROUNDS = 3, 3_000, 40
# How much longer a page may take among many spaces than among few; the list of spaces fills up, and search asks for all
# that may be read.
LIMITS = {
    "home": 1.6, "spaces": 3.0, "one space": 1.6, "a thread": 1.6, "a document": 1.6, "directory": 1.6, "search": 2.0,
}  # fmt: skip


def main() -> int:
    """Print the table; 1 when a page asks more questions, or takes more time, than it may."""
    collect_if_stale()
    name = databases.fresh()
    try:
        return measured()
    finally:
        databases.drop(name)


def measured() -> int:
    """The figures at both sizes, side by side."""
    towns = [OrganisationFactory() for _ in range(20)]
    reader, others = AgentFactory(towns[0]), [AgentFactory(town) for town in towns]
    spaces = [add(number, towns, others, reader) for number in range(FEW)]
    thread = open_thread(author=reader, space=spaces[0], title="Le taux", body="Le taux ?", client_id=uuid4())
    document = add_document(author=reader, space=spaces[0], upload=upload("taux.pdf", pdf("Le taux")))
    paths = {
        "home": "/",
        "spaces": "/espaces/",
        "one space": spaces[0].get_absolute_url(),
        "a thread": thread.get_absolute_url(),
        "a document": document.get_absolute_url(),
        "directory": "/annuaire/",
        "search": "/recherche/?q=taux",
    }
    with served(application) as port:
        cookie = cookie_of(reader.slug)
        few = milliseconds(port, paths, cookie, ROUNDS), queries(reader, paths)
        for number in range(FEW, MANY):
            add(number, towns, others, reader)
        settle()
        many = milliseconds(port, paths, cookie, ROUNDS), queries(reader, paths)
    worse = 0
    print(f"\nAccess, {connection.vendor}, {FEW} spaces then {MANY:,}, medians of {ROUNDS}:")
    print(f"  {'':<12}{'queries':>12}{'ms':>18}   ratio")
    for page in paths:
        asked, taken = (few[1][page], many[1][page]), (few[0][page], many[0][page])
        ratio = taken[1] / taken[0]
        worse += asked[0] != asked[1] or ratio > LIMITS[page]
        print(
            f"  {page:<12}{asked[0]:>5} → {asked[1]:<4}{taken[0]:>8.1f} → {taken[1]:<6.1f}{ratio:>6.2f}×"
            f"   (as many queries, at most {LIMITS[page]}×)"
        )
    return int(worse > 0)


def add(number: int, towns: list, others: list, reader: User) -> SpacePage:
    """One more space, of each sort in turn; the reader is in one out of a hundred."""
    access = list(Access)[number % len(Access)]
    lead = others[number % len(others)]
    listed = [towns[number % len(towns)], towns[(number + 7) % len(towns)]] if access == Access.ORGANISATIONS else []
    members = [each for each in others[:3] if each != lead]
    space = make_space(access=access, organisations=listed, lead=lead, members=members, purpose="Le taux")
    if number % 100 == 0:
        SpaceMembership.objects.create(space=space, user=reader, role=SpaceRole.MEMBER)
    return space


def settle() -> None:
    """As the database's own housekeeping leaves it."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def queries(reader: User, paths: dict[str, str]) -> dict[str, int]:
    """How many each page asks, once it is warm."""
    client = Client()
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[0])
    counts = {}
    for name, path in paths.items():
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts[name] = len(asked)
    return counts


if __name__ == "__main__":
    sys.exit(main())
