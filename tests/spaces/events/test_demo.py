"""When the demo's events are proposed and answered."""

from django.utils import timezone

from intranet.demo.story import Story
from spaces.events import demo


def test_everything_happens_before_now_in_an_order_that_holds():
    story = Story()
    acts = list(demo.acts(story))
    assert len(acts) == sum(1 + len(row["attendees"]) for row in story.events)
    assert all(act.at < timezone.now() for act in acts)
    proposed = None
    for act in acts:
        proposed = act.at if act.order == 60 else proposed
        assert act.at >= proposed


def test_nobody_answers_before_coming_or_after_the_meeting():
    story = Story()
    for row in story.events:
        story.__dict__["events"] = [row]
        _proposed, *answers = demo.acts(story)
        for slug, act in zip(row["attendees"], answers, strict=True):
            assert story.joined[slug] <= act.at < story.moment(row["day"], row["end"])
