"""The apps' own sources: what each role finds is what their rules let them see."""

import pytest

from search.models import SearchEntry
from search.queries import search
from search.queries.criteria import Criteria
from search.sources import containers_of, registry
from tests.access import world as worlds


@pytest.fixture
def world(site):
    """Two communes, every role, and one of everything."""
    made = worlds.build()
    site.settle()
    return made


@pytest.mark.parametrize("role", [role for role in worlds.ROLES if role != "nobody"])
def test_containers_and_rules_say_the_same_for_every_entry(world, role):
    person = world.people[role]
    mine = set(containers_of(person))
    found = {entry.key for entry in SearchEntry.objects.live() if mine & set(entry.containers)}
    allowed = set()
    for kind, source in registry().by_kind.items():
        ids = SearchEntry.objects.live().filter(kind=kind).values_list("object_id", flat=True)
        allowed |= {f"{kind}:{pk}" for pk in source.visible(person, list(ids))}
    # People are found by agents: a guest meets those of their space there.
    unfound = {key for key in allowed if key.startswith("person:")} if role == "guest" else set()
    assert found == allowed - unfound


@pytest.mark.parametrize(
    ("role", "finds"),
    [
        ("member", True),
        ("guest", True),
        ("agent_b", False),
        ("left", False),
        ("pending", False),
        ("administrator", False),
    ],
)
def test_what_is_said_in_a_private_space_is_found_by_its_people_only(world, role, finds):
    results = search(world.people[role], Criteria(q="Chut"))
    assert (f"message:{world.message.pk}" in {result.entry.key for result in results.results}) is finds
    assert bool(results.total) is finds
