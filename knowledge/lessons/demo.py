"""The demo's lessons: written, read over, published, reused, commented on."""

from datetime import timedelta

from intranet.core.plugs import Act
from intranet.core.text import excerpt, plain_text, render_markdown

from . import actions
from .constants import SECTIONS, Audience
from .models import LessonPage
from .policies import can_place_lesson

WRITING = timedelta(days=2)
HOUR = timedelta(hours=1)


def acts(story):
    """Each in its time; those in review or in draft stay so."""
    for row in story.lessons:
        at = story.moment(row.get("published") or row["updated"], "10:00")
        began = max(at - WRITING, *(story.joined[slug] for slug in row["authors"]))
        if row["audience"]["scope"] == Audience.SPACE:
            began = at - HOUR  # the space was there by then
        yield Act(min(began, at), lambda row=row: _write(story, row), 60)
        if row["status"] in ("in_review", "published"):
            yield Act(at, lambda row=row: _submit(story, row), 61)
        if row["status"] == "published":
            yield Act(at + HOUR, lambda row=row: _publish(story, row), 62)
        for each in row.get("reuses", []):
            yield Act(story.moment(each["day"], "11:00"), lambda row=row, each=each: _reuse(story, row, each), 70)
        for each in row.get("feedback", []) if row["status"] == "published" else []:
            yield Act(story.moment(each["day"], "15:00"), lambda row=row, each=each: _say(story, row, each), 70)


def _write(story, row):
    scope = row["audience"]["scope"]
    people = [story.get("person", slug) for slug in row["authors"]]
    parts = row["body"].split("## ")[1:]
    texts = [part.split("\n", 1)[1].strip() for part in parts]
    lesson = LessonPage(
        title=row["title"],
        organisation=story.get("organisation", row["organisation"]),
        began=story.day(row["period"]["from"]),
        ended=story.day(row["period"]["to"]),
        cost=row["cost"]["total_euros"],
        cost_lines=row["cost"]["breakdown"],
        effort_days=row["effort_days"],
        tools=", ".join(row["tools"]),
        scale=row["population"],
        audience=scope,
        space=story.get("space", row["audience"]["space"]) if scope == Audience.SPACE else None,
        # Plain text: what stands in two sentences is no Markdown.
        summary=excerpt(plain_text(render_markdown(texts[0].split("\n")[0])), 300),
        **{name: text for (name, _heading, _hint), text in zip(SECTIONS, texts, strict=True)},
    )
    related = {
        "themes": story.filed_under(row["themes"]),
        "organisations": [story.get("organisation", slug) for slug in row["audience"].get("organisations", [])],
        "documents": [made for slug in row["documents"] if (made := story.made.get(("document", slug)))],
    }
    # Florence signs for a space that she is not in: her co-author files it.
    filer = next(p for p in people if scope != Audience.SPACE or can_place_lesson(p, lesson.space))
    made = actions.create_lesson(author=filer, lesson=lesson, authors=people, slug=row["slug"], related=related)
    story.keep("lesson", row["slug"], made)


def _lesson(story, row):
    return LessonPage.objects.get(pk=story.get("lesson", row["slug"]).pk)


def _submit(story, row):
    actions.submit_lesson(author=story.get("person", row["authors"][0]), lesson=_lesson(story, row))


def _publish(story, row):
    lesson = _lesson(story, row)
    by = lesson.space.leads[0] if lesson.audience == Audience.SPACE else story.get("person", "helene-vautrin")
    actions.publish_lesson(by=by, lesson=lesson)


def _reuse(story, row, each):
    agent, organisation = story.get("person", each["agent"]), story.get("organisation", each["organisation"])
    if organisation not in agent.organisations:
        # Told by a colleague of the métropole: the commune's own referent says it.
        agent = organisation.memberships.active().filter(role="referent").earliest("pk").user
    note = each.get("note", "")
    actions.record_reuse(agent=agent, lesson=_lesson(story, row), organisation=organisation, note=note)


def _say(story, row, each):
    actions.give_feedback(
        agent=story.get("person", each["agent"]),
        lesson=_lesson(story, row),
        rating=each["rating"],
        comment=each.get("comment", ""),
    )
