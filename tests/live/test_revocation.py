"""Whoever may no longer hear stops hearing, within five seconds."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import OperationalError, transaction

from intranet.live import publish
from intranet.live.protocol import Close

from .conftest import HEARTBEAT
from .rooms import admit, aside, expel, post

SOON = 5


def sign_out(person):
    key = person.session_key
    person.browser.logout()
    publish.revoke_session(key)


def deactivate(person):
    with transaction.atomic():
        get_user_model().objects.filter(pk=person.user.pk).update(is_active=False)
        publish.revoke_user(person.user.pk)


def change_password(person):
    with transaction.atomic():
        person.user.set_password("un-autre-mot-de-passe")
        person.user.save()
        publish.revoke_user(person.user.pk)


@pytest.mark.parametrize("end", [sign_out, deactivate, change_password])
async def test_a_session_that_ends_closes_its_sockets_and_nobody_elses(connected, reader, newcomer, end):
    other = await newcomer("room:1")
    async with connected(reader) as first, connected(reader) as second, connected(other) as theirs:
        for client in (first, second, theirs):
            await client.sub("room:1", 0)
        await aside(end, reader)
        assert [await first.closed(SOON), await second.closed(SOON)] == [Close.REVOKED] * 2
        await aside(post, "room:1")
        assert await theirs.events(last=1) == [1]
    async with connected(reader) as again:
        assert await again.closed() == Close.SIGNED_OUT


async def test_a_revocation_that_is_rolled_back_closes_nothing(client, reader):
    def change_of_mind():
        with transaction.atomic():
            publish.revoke_user(reader.user.pk)
            transaction.set_rollback(True)

    await aside(change_of_mind)
    await client.sub("room:1", 0)
    await client.wait("beat")


async def test_a_session_that_still_holds_comes_back(connected, reader):
    async with connected(reader) as client:
        await client.wait("hello")
        await aside(publish.revoke_user, reader.user.pk)
        assert await client.closed(SOON) == Close.REVOKED
    async with connected(reader) as client:
        await client.sub("room:1", 0)


@pytest.mark.parametrize("tell", [publish.recheck_user, lambda _user_id: publish.recheck_everyone()])
async def test_who_leaves_hears_that_stream_no_more_and_the_others_still(connected, reader, newcomer, tell):
    def leave():
        admit(reader.user, "room:2")
        expel(reader.user, "room:1")
        tell(reader.user.pk)

    other = await newcomer("room:1")
    await aside(admit, reader.user, "room:2")
    async with connected(reader) as mine, connected(other) as theirs:
        await mine.sub("room:1", 0)
        await mine.sub("room:2", 0)
        await theirs.sub("room:1", 0)
        await aside(leave)
        assert await mine.wait("revoked", SOON) == {"op": "revoked", "stream": "room:1"}
        await aside(post, "room:1")
        await aside(post, "room:2")
        assert (await mine.wait("event"))["stream"] == "room:2"
        assert (await theirs.wait("event"))["stream"] == "room:1"
        await mine.say(op="sub", stream="room:1", since=0)
        assert (await mine.wait("error"))["code"] == "not_found"


async def test_one_stream_may_be_taken_from_one_person(client, reader):
    await client.sub("room:1", 0)
    await aside(publish.revoke_stream, reader.user.pk, "room:1")
    await client.wait("revoked", SOON, stream="room:1")


async def test_what_nobody_announced_is_found_at_the_next_beat(connected, reader):
    """Somebody changed the database without the actions."""
    async with connected(reader) as client:
        await client.sub("room:1", 0)
        await aside(expel, reader.user, "room:1")
        await client.wait("revoked", 3 * HEARTBEAT, stream="room:1")
        await aside(Session.objects.all().delete)
        assert await client.closed(3 * HEARTBEAT) == Close.REVOKED


async def test_when_the_database_cannot_be_asked_sockets_close_and_may_come_back(connected, reader, monkeypatch):
    def away(*_args):
        raise OperationalError("the server went away")

    async with connected(reader) as client:
        await client.sub("room:1", 0)
        with monkeypatch.context() as broken:
            broken.setattr("intranet.live.heart.examine", away)
            assert await client.closed(3 * HEARTBEAT) == Close.UNREACHABLE
            broken.setattr("intranet.live.rules.person_of", away)
            async with connected(reader) as refused:
                assert await refused.closed() == Close.UNREACHABLE
    async with connected(reader) as client:
        with monkeypatch.context() as broken:
            broken.setattr("intranet.live.subscriptions.frames_since", away)
            await client.say(op="sub", stream="room:1", since=0)
            assert await client.closed() == Close.UNREACHABLE
    async with connected(reader) as client:
        await client.sub("room:1", 0)
