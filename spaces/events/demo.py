"""The demo's events, proposed some weeks before, answered in the days that follow."""

from datetime import timedelta

from intranet.core.plugs import Act

from . import actions

AHEAD = timedelta(days=24)
HOURS = timedelta(hours=5)
A_MINUTE = timedelta(minutes=1)


def acts(story):
    """One act to propose, one for each who comes. All of it is before the meeting, and before now."""
    opened = {row["slug"]: story.moment(row["created"], "09:00") for row in story.spaces}
    yesterday = story.moment(-1, "18:00")
    for row in story.events:
        start = story.moment(row["day"], row["start"])
        known = max(opened[row["space"]], story.joined[row["organiser"]])
        proposed = max(known, min(start - AHEAD, yesterday - AHEAD / 2))
        yield Act(proposed, lambda row=row: _create(story, row), 60)
        for number, slug in enumerate(row["attendees"], 1):
            at = min(proposed + number * HOURS, start - A_MINUTE, yesterday)
            yield Act(max(at, story.joined[slug], proposed), lambda row=row, slug=slug: _answer(story, row, slug), 61)


def _create(story, row):
    event = actions.create_event(
        organiser=story.get("person", row["organiser"]),
        space=story.get("space", row["space"]),
        title=row["title"],
        starts_at=story.moment(row["day"], row["start"]),
        ends_at=story.moment(row["day"], row["end"]),
        place=row["place"],
        body=row["body"],
        themes=story.filed_under(row["themes"]),
    )
    story.keep("event", row["slug"], event)


def _answer(story, row, slug):
    actions.answer_event(user=story.get("person", slug), event=story.get("event", row["slug"]), comes=True)
