"""Threads share what is compiled, and nothing that is read."""

from functools import partial

from intranet.accounts.models import User
from intranet.core import prepared as kept
from intranet.core.prepared import prepared
from spaces.workspaces.constants import Access, SpaceRole
from spaces.workspaces.models import SpacePage
from tests.factories.people import AgentFactory
from tests.factories.places import make_space
from tests.factories.races import together


def test_people_of_one_standing_who_ask_at_once_find_their_own(committed, monkeypatch):
    monkeypatch.setattr(kept, "KEPT", 1)
    read = prepared(lambda reader, ids: SpacePage.objects.readable_by(reader).filter(pk__in=ids))
    spaces = {}
    for _each in range(4):
        person, space = AgentFactory(), make_space(access=Access.PRIVATE)
        space.memberships.create(user=person, role=SpaceRole.MEMBER)
        spaces[person.pk] = space

    def ask(pk):
        every = [each.pk for each in spaces.values()]
        me = User.objects.get(pk=pk)
        # Two lengths of the list: what is kept is emptied at each turn.
        return [read(me, every[:length]) for length in (4, 1) * 20]

    found = together(*(partial(ask, pk) for pk in spaces))
    first = next(iter(spaces))
    for pk, rows in zip(spaces, found, strict=True):
        assert rows == [[spaces[pk]], [spaces[pk]] if pk == first else []] * 20
