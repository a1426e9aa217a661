"""Spaces of each sort, and a document in each."""

import pytest

from spaces.documents import actions
from spaces.documents.constants import Audience
from spaces.workspaces.constants import Access
from tests.factories import files
from tests.factories.people import AgentFactory, UserFactory, editor
from tests.factories.places import OrganisationFactory, make_space


@pytest.fixture
def space(agent):
    """An open space led by an agent of the first commune."""
    return make_space(title="Paie et PAS", lead=agent)


@pytest.fixture
def add(agent):
    """File something: `add(space, "note.pdf", content, author=…)`."""

    def add(space, name="note.pdf", content=None, author=agent, **fields):
        upload = files.upload(name, files.pdf() if content is None else content)
        return actions.add_document(author=author, space=space, upload=upload, **fields)

    return add


@pytest.fixture
def places(agent, colleague, commune):
    """The four sorts of spaces, led by the agent; the colleague of another commune is a member of the private one."""
    guest = UserFactory()
    return {
        "guest": guest,
        "open": make_space(lead=agent, guests=[guest]),
        "organisations": make_space(access=Access.ORGANISATIONS, organisations=[commune], lead=agent),
        "on_request": make_space(access=Access.ON_REQUEST, lead=agent),
        "private": make_space(access=Access.PRIVATE, lead=agent, members=[colleague]),
    }


@pytest.fixture
def people(places, agent, colleague, commune):
    """Every sort of person."""
    return {
        "lead": agent,
        "member of the private one": colleague,
        "agent of the same commune": AgentFactory(organisation=commune),
        "agent of another commune": AgentFactory(),
        "editor": editor(),
        "guest of the open one": places["guest"],
        "pending": UserFactory(),
        "agent of a partner": AgentFactory(organisation=OrganisationFactory(in_pool=False)),
        "administrator": UserFactory(is_superuser=True),
        "left": AgentFactory(is_active=False),
    }


@pytest.fixture
def documents(places, add):
    """One document in each space."""
    return {
        sort: add(places[sort], audience=Audience.SPACE) for sort in ("open", "organisations", "on_request", "private")
    }
