"""A query is built and compiled once for each of its shapes; what it finds is asked each time."""

from datetime import timedelta
from weakref import ref

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import Prefetch
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intranet.accounts.models import Membership, User
from intranet.core import prepared as kept
from intranet.core.prepared import known, one_or_404, prepared
from spaces.discussions.models import Thread
from spaces.events.models import Event
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import SpaceMembership, SpacePage
from tests.factories.people import AgentFactory, UserFactory
from tests.factories.places import OrganisationFactory, make_space
from tests.factories.plenty import meeting

pytestmark = pytest.mark.django_db


def watched(build):
    """`build` prepared, and the list of what it was called with."""
    made = []

    def watching(*arguments, **names):
        made.append(arguments)
        return build(*arguments, **names)

    return prepared(watching), made


def test_it_is_built_once_and_finds_what_is_there_now():
    titles, made = watched(lambda space: SpacePage.objects.filter(pk=space).values_list("title"))
    one, other = make_space(title="Un"), make_space(title="Deux")
    assert titles(one.pk) == [("Un",)]
    assert titles(other.pk) == [("Deux",)]
    SpacePage.objects.filter(pk=one.pk).update(title="Trois")
    assert titles(one.pk) == [("Trois",)]
    assert len(made) == 1


def test_people_of_one_standing_share_it_and_each_finds_their_own():
    readable, made = watched(lambda reader: SpacePage.objects.readable_by(reader).order_by("pk"))
    mine, theirs = make_space(access=Access.PRIVATE), make_space(access=Access.PRIVATE)
    one, other = AgentFactory(), AgentFactory()
    mine.memberships.create(user=one, role=SpaceRole.MEMBER)
    theirs.memberships.create(user=other, role=SpaceRole.MEMBER)
    assert (readable(one), readable(other)) == ([mine], [theirs])
    assert len(made) == 1


def everyone():
    """People whose standings differ."""
    place, second, firm = OrganisationFactory(), OrganisationFactory(), OrganisationFactory(in_pool=False)
    both = AgentFactory(place)
    Membership.objects.create(user=both, organisation=second, is_primary=False)
    left = AgentFactory(place)
    left.memberships.update(ended_on=timezone.localdate())
    return {
        "nobody": AnonymousUser(),
        "agent": AgentFactory(place),
        "two places": both,
        "partner": AgentFactory(firm),
        "guest": UserFactory(),
        "left": User.objects.get(pk=left.pk),
        "administrator": AgentFactory(place, is_superuser=True),
        "administrator of nowhere": UserFactory(is_superuser=True),
        "closed": AgentFactory(place, is_active=False),
    }


def test_it_finds_what_the_rule_finds_for_everyone():
    seen = prepared(lambda reader: SpacePage.objects.visible_to(reader).order_by("pk"))
    read = prepared(lambda reader, module: SpacePage.objects.readable_by(reader, module).order_by("pk"))
    people = everyone()
    for access in Access:
        listed = people["agent"].organisations if access == Access.ORGANISATIONS else ()
        off = ",events," if access == Access.OPEN else ""
        space = make_space(access=access, modules_off=off, organisations=listed)
        for name in ("guest", "partner", "administrator of nowhere", "left", "closed"):
            space.memberships.create(user=people[name], role=SpaceRole.GUEST)
    found = {}
    for name, person in people.items():
        found[name] = len(seen(person))
        assert seen(person) == list(SpacePage.objects.visible_to(person).order_by("pk")), name
        for module in ("", "events"):
            expected = SpacePage.objects.readable_by(person, module).order_by("pk")
            assert read(person, module=module) == list(expected), (name, module)
    assert found["nobody"] == found["closed"] == 0
    assert found["agent"] == 3
    assert found["guest"] == 4


def test_somebody_whose_standing_changes_is_asked_for_anew():
    readable = prepared(lambda reader: SpacePage.objects.readable_by(reader))
    make_space(access=Access.OPEN)
    agent = AgentFactory()
    assert len(readable(agent)) == 1
    agent.memberships.update(ended_on=timezone.localdate())
    assert readable(User.objects.get(pk=agent.pk)) == []


def test_the_day_is_the_day_on_which_it_is_asked():
    readable = prepared(lambda reader: SpacePage.objects.readable_by(reader))
    guest = UserFactory()
    space = make_space(access=Access.PRIVATE)
    space.memberships.create(user=guest, role=SpaceRole.GUEST, ends_on=timezone.localdate() + timedelta(days=1))
    assert readable(guest) == [space]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert readable(guest) == []


def test_a_moment_is_a_value():
    coming = prepared(lambda now: Event.objects.upcoming(now))
    event = meeting(AgentFactory(), make_space(), 1)
    assert coming(event.ends_at) == [event]
    assert coming(event.ends_at + timedelta(microseconds=1)) == []


def test_any_number_of_ids_takes_a_few_shapes():
    people = [UserFactory() for _each in range(9)]
    named, made = watched(lambda ids: User.objects.filter(pk__in=ids).order_by("pk"))
    for number in range(10):
        assert named([each.pk for each in people[:number]]) == people[:number]
    # 0, 1, 2, 4, 8 and 16.
    assert len(made) == 6
    assert named({people[3].pk}) == [people[3]]


def test_nothing_is_asked_when_nothing_can_be_found():
    named = prepared(lambda ids: User.objects.filter(pk__in=ids))
    with CaptureQueriesContext(connection) as asked:
        assert named([]) == []
    assert len(asked) == 0


def test_what_is_named_has_sql_of_its_own():
    sorted_by = prepared(lambda ids, order: User.objects.filter(pk__in=ids).order_by(order))
    one, other = UserFactory(), UserFactory()
    ids = [one.pk, other.pk]
    assert sorted_by(ids, order="pk") == [one, other]
    assert sorted_by(ids, order="-pk") == [other, one]


def test_rows_come_with_what_was_joined_and_prefetched(django_assert_num_queries):
    place = OrganisationFactory()
    space = make_space(organisations=[place])
    thread = Thread.objects.create(space=space, title="Un", author=AgentFactory())
    threads = prepared(lambda pk: Thread.objects.filter(pk=pk).select_related("space"))
    spaces = prepared(lambda pk: SpacePage.objects.filter(pk=pk).prefetch_related("organisations"))
    with django_assert_num_queries(3):
        assert threads(thread.pk)[0].space.title == space.title
        assert list(spaces(space.pk)[0].organisations.all()) == [place]


def test_what_is_prefetched_may_not_depend_on_who_asks():
    read = prepared(
        lambda reader, pk: SpacePage.objects.filter(pk=pk).prefetch_related(
            Prefetch("memberships", queryset=SpaceMembership.objects.filter(user=reader))
        )
    )
    with pytest.raises(TypeError):
        read(AgentFactory(), make_space().pk)


@pytest.mark.parametrize(
    "build",
    [
        lambda reader, pk: User.objects.filter(pk=pk) if reader == 1 else User.objects.none(),
        lambda reader, pk: User.objects.filter(pk=pk) if reader.pk in [1, 2] else User.objects.none(),
        lambda reader, pk: User.objects.filter(pk=pk) if 1 in reader.organisation_ids else User.objects.none(),
        lambda reader, pk: User.objects.filter(pk=pk) if pk == 1 else User.objects.none(),
        lambda _reader, pk: User.objects.filter(slug=f"{pk}"),
    ],
)
def test_a_rule_that_looks_at_a_value_while_it_is_built_is_refused(build):
    with pytest.raises(TypeError):
        prepared(build)(AgentFactory(), 1)


def test_a_prefetch_that_finds_nothing_hides_no_row():
    read = prepared(
        lambda pk: SpacePage.objects.filter(pk=pk).prefetch_related(
            Prefetch("memberships", queryset=SpaceMembership.objects.none(), to_attr="nobody")
        )
    )
    space = make_space()
    assert read(space.pk) == [space]
    assert read(space.pk)[0].nobody == []


def test_a_number_too_large_for_the_database_finds_nothing():
    named = prepared(lambda pk: User.objects.filter(pk=pk))
    person = UserFactory()
    assert named(2**63) == []
    assert named(person.pk) == [person]


def test_no_connection_of_a_thread_outlives_it():
    query = kept._compiled(User.objects.all())
    assert query.compiler.connection is None


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 2)
    named, made = watched(lambda pk, order: User.objects.filter(pk=pk).order_by(order))
    person = UserFactory()
    for order in [*("pk", "email", "slug"), *("pk", "email", "slug")]:
        assert named(person.pk, order=order) == [person]
    assert len(made) > 3


def test_what_was_compiled_yesterday_is_let_go():
    compiled, made = kept.Kept(), []

    class Compiled:
        pass

    def make():
        made.append(ref(compiled_one := Compiled()))
        return compiled_one

    for days in (0, 0, 1):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            compiled.get("shape", make)
    assert [each() is None for each in made] == [True, False]


def test_a_thread_may_empty_what_is_kept_while_another_asks(monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 1)
    named = prepared(lambda pk, order: User.objects.filter(pk=pk).order_by(order))
    person = UserFactory()

    class Meanwhile(str):
        """An order that is looked up slowly: between two looks, somebody asks for another."""

        looked = 0

        def __hash__(self):
            self.looked += 1
            if self.looked == 5:
                named(person.pk, order="email")
            return super().__hash__()

    slow = Meanwhile("pk")
    assert named(person.pk, order=slow) == [person]
    for _each in range(3):
        assert named(person.pk, order=slow) == [person]


def test_rows_that_belong_to_what_is_read_know_it(django_assert_num_queries):
    space = make_space()
    Thread.objects.create(space=space, title="Un", author=AgentFactory())
    threads = prepared(lambda space: Thread.objects.filter(space=space))
    with django_assert_num_queries(1):
        assert [each.space for each in known(threads(space.pk), space=space)] == [space]


def test_one_that_is_not_there_is_not_found():
    assert one_or_404([1, 2]) == 1
    with pytest.raises(Http404):
        one_or_404([])
