"""The demo's spaces: opened by their first lead, joined by the others as they come."""

import re

from intranet.core.plugs import Act
from intranet.core.text import excerpt, plain_text, render_markdown

from . import actions
from .models import SpaceMembership, SpacePage


def acts(story):
    """Spaces, members, requests that wait."""
    for row in story.spaces:
        leads = [each["person"] for each in row["members"] if each["role"] == "lead"]
        opened = max(story.moment(row["created"], "08:30"), story.joined[leads[0]])
        yield Act(opened, lambda row=row, lead=leads[0]: _open(story, row, lead), 10)
        for each in row["members"]:
            if each["person"] != leads[0]:
                at = max(opened, story.joined[each["person"]])
                yield Act(at, lambda row=row, each=each: _enter(story, row, each), 20)
        for each in row.get("requests", []):
            yield Act(story.moment(each["at"]), lambda row=row, each=each: _ask(story, row, each))


def _open(story, row, lead):
    purpose, intro = _first_sentence(row["intro"]), _after_first_sentence(row["intro"])
    space = SpacePage(title=row["name"], access=row["access"], intro=intro, purpose=purpose)
    made = actions.create_space(
        author=story.get("person", lead),
        space=space,
        organisations=[story.get("organisation", slug) for slug in row.get("organisations", [])],
        themes=story.filed_under(row["themes"]),
        slug=row["slug"],
    )
    story.keep("space", row["slug"], made)


def _first_sentence(intro):
    words = plain_text(render_markdown(intro.split("\n\n")[0]))
    return excerpt(words.split(". ")[0].rstrip(".") + ".", 180)


def _after_first_sentence(intro):
    return re.sub(r"^.*?\.(\*\*)?(\s+|$)", "", intro, count=1, flags=re.DOTALL)


def _enter(story, row, each):
    space = story.get("space", row["slug"])
    SpaceMembership.objects.create(space=space, user=story.get("person", each["person"]), role=each["role"])


def _ask(story, row, each):
    person = story.get("person", each["person"])
    actions.ask_to_join(user=person, space=story.get("space", row["slug"]), message=each["message"])
