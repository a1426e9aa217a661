"""The demo's documents, each filed on its day, and before the first message that joins it."""

from pathlib import PurePath

from django.core.files.base import ContentFile

from intranet.core.plugs import Act

from . import actions


def acts(story):
    """One act a document."""
    joined = _first_joined(story)
    for row in story.documents:
        at = max(story.moment(row["uploaded"], "09:00"), story.joined[row["author"]])
        yield Act(min(at, joined.get(row["slug"], at)), lambda row=row: _add(story, row), 30)


def _add(story, row):
    document = actions.add_document(
        author=story.get("person", row["author"]),
        space=story.get("space", row["space"]),
        upload=ContentFile(story.file(row["file"]), name=PurePath(row["file"]).name),
        title=row["title"],
        description=row["description"],
        audience=row["audience"],
    )
    story.keep("document", row["slug"], document)


def _first_joined(story):
    """When each document is first joined to a message; a thread moves as a whole to its day of the week."""
    first = {}
    for thread in story.threads:
        begin = story.moment(thread["messages"][0]["at"])
        shift = -((begin.weekday() - thread["anchor_weekday"]) % 7) if "anchor_weekday" in thread else 0
        for message in thread["messages"]:
            at = max(begin, story.moment(message["at"])) if not shift else story.moment(message["at"], shift=shift)
            for slug in message.get("attachments", []):
                first[slug] = min(at, first.get(slug, at))
    return first
