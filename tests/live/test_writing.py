"""Only who may write somewhere is seen writing there."""

from dataclasses import replace

from intranet.live import rules

from .rooms import aside, post


async def test_who_may_not_write_is_not_seen_writing(connected, reader, newcomer, monkeypatch):
    plug_of = rules.plug_of

    def for_others_alone(stream):
        plug, number = plug_of(stream)
        return replace(plug, can_write=lambda user, _pk: user.pk != reader.user.pk), number

    other = await newcomer("room:1")
    monkeypatch.setattr(rules, "plug_of", for_others_alone)
    async with connected(reader) as mine, connected(other) as theirs:
        for client in (mine, theirs):
            await client.sub("room:1", 0)
        await theirs.say(op="typing", stream="room:1")
        assert (await mine.next())["op"] == "typing"
        await mine.say(op="typing", stream="room:1")
        # Answered after the typing was looked at.
        await mine.say(op="ping")
        await aside(post, "room:1")
        assert (await theirs.next())["op"] == "event"
