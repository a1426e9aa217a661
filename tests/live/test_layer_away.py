"""The channel layer goes away: the database stands in until it is back."""

import pytest
from channels.layers import get_channel_layer
from django.contrib.sessions.models import Session

from intranet.live import publish
from intranet.live.hub import hub
from intranet.live.protocol import Close

from .conftest import until_async
from .rooms import aside, expel, post


@pytest.fixture
async def layer_away(server, monkeypatch):
    """The layer refuses every call; what is given brings it back."""

    async def refuse(*_args):
        raise ConnectionError("refused")

    layer = get_channel_layer()
    monkeypatch.setattr(layer, "receive", refuse)
    monkeypatch.setattr(layer, "group_add", refuse)
    # The hub is in a read that began before: something comes through, and the next read is refused.
    await aside(lambda: publish.hint("corridor:9", kind="nothing"))
    await until_async(lambda: not hub.listener.up)
    monkeypatch.setattr(layer, "group_send", refuse)
    yield monkeypatch.undo
    monkeypatch.undo()
    await until_async(lambda: hub.listener.up)


async def test_messages_still_come_and_none_twice_when_it_is_back(layer_away, client):
    await client.sub("room:1", 0)
    await aside(post, "room:1", 3)
    assert await client.events(last=3) == [1, 2, 3]
    layer_away()
    await until_async(lambda: hub.listener.up)
    await aside(post, "room:1", 2)
    assert await client.events(last=5) == [4, 5]


@pytest.mark.usefixtures("layer_away")
async def test_rights_still_end_within_five_seconds(client, reader, monkeypatch):
    monkeypatch.setattr(hub.listener, "stay_listed", None)  # no beat comes to the end
    await client.sub("room:1", 0)
    await aside(expel, reader.user, "room:1")
    await client.wait("revoked", 5)
    await aside(Session.objects.all().delete)
    assert await client.closed(5) == Close.REVOKED
