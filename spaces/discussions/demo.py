"""The demo's threads, message by message."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Max, Q

from intranet.core.plugs import Act

from . import actions
from .models import ReadMark, Thread

MINUTE = timedelta(minutes=1)


def acts(story):
    """Messages at their minute; what was done to them, after."""
    for row in story.threads:
        first = story.moment(row["messages"][0]["at"])
        # The whole thread moves back to the nearest such day of the week.
        shift = -((first.weekday() - row["anchor_weekday"]) % 7) if "anchor_weekday" in row else 0
        at = first
        for number, message in enumerate(row["messages"]):
            at = max(
                story.moment(message["at"], shift=shift), at if number else story.moment(message["at"], shift=shift)
            )
            yield Act(at, lambda row=row, m=message, n=number: _post(story, row, m, n), 50 + number)
            yield from _afterwards(story, row, message, at)
        if row.get("pinned"):
            yield Act(at + MINUTE, lambda row=row: _pin(story, row), 300)
        if row["state"] == "closed":
            yield Act(at + 2 * MINUTE, lambda row=row: _close(story, row), 301)
    # What is older than a fortnight has been read by everyone it was for.
    yield Act(story.moment(0, "00:00"), lambda: _old_is_read(story.moment(-14, "00:00")), 390)
    for row in story.sign_in:
        for each in row.get("unread", []):
            yield Act(story.moment(0, "00:00"), lambda row=row, each=each: _read(story, row, each), 400)


def _afterwards(story, row, message, at):
    for given in message.get("reactions", []):
        for slug in given["people"]:
            yield Act(at + MINUTE, lambda s=slug, k=given["kind"]: _react(story, row, message, s, k), 200)
    if message.get("accepted"):
        yield Act(at + MINUTE, lambda: _accept(story, row, message), 250)
    if message.get("deleted"):
        yield Act(at + MINUTE, lambda: _delete(story, row, message), 260)
    if "edited_at" in message:
        yield Act(at + MINUTE, lambda: _edit(story, row, message), 240)


def _key(row, message_id):
    return f"{row['slug']}/{message_id}"


def _post(story, row, message, number):
    author = story.get("person", message["author"])
    sent = {
        "author": author,
        "body": message["body"],
        "client_id": uuid5(NAMESPACE_URL, _key(row, message["id"])),
        "documents": [story.get("document", slug) for slug in message.get("attachments", [])],
    }
    if number == 0:
        space = story.get("space", row["space"])
        themes = story.filed_under(row["themes"])
        kind = {"title": row["title"], "kind": row["kind"], "themes": themes}
        thread = story.keep("thread", row["slug"], actions.open_thread(space=space, **sent, **kind))
        posted = thread.messages.get()
    else:
        quote = story.get("message", _key(row, message["quotes"])) if "quotes" in message else None
        posted, _new = actions.post_message(thread=story.get("thread", row["slug"]), quote=quote, **sent)
    story.keep("message", _key(row, message["id"]), posted)


def _message(story, row, message):
    found = story.get("message", _key(row, message["id"]))
    found.thread = Thread.objects.select_related("space").get(pk=found.thread_id)
    return found


def _lead(story, row):
    return story.get("space", row["space"]).leads[0]


def _react(story, row, message, slug, kind):
    actions.react(user=story.get("person", slug), message=_message(story, row, message), kind=kind)


def _accept(story, row, message):
    found = _message(story, row, message)
    actions.accept_answer(actor=found.thread.author, message=found)


def _delete(story, row, message):
    found = _message(story, row, message)
    actions.delete_message(actor=found.author, message=found)


def _edit(story, row, message):
    found = _message(story, row, message)
    actions.edit_message(editor=found.author, message=found, body=message["body"])


def _pin(story, row):
    actions.pin_thread(lead=_lead(story, row), thread=story.get("thread", row["slug"]))


def _close(story, row):
    thread = Thread.objects.select_related("space").get(pk=story.get("thread", row["slug"]).pk)
    actions.close_thread(lead=_lead(story, row), thread=thread)


def _old_is_read(until):
    last = Max("messages__seq", filter=Q(messages__created_at__lt=until))
    marks = [
        ReadMark(thread=thread, user_id=person, seq=thread.last_old, read_at=until)
        for thread in Thread.objects.annotate(last_old=last).filter(last_old__isnull=False)
        for person in thread.space.memberships.values_list("user", flat=True)
    ]
    ReadMark.objects.bulk_create(
        marks, update_conflicts=True, unique_fields=["thread", "user"], update_fields=["seq", "read_at"]
    )


def _read(story, row, each):
    last = story.get("message", f"{each['thread']}/{each['last_read']}")
    person = story.get("person", row["person"])
    thread = story.get("thread", each["thread"])
    thread.read_marks.filter(user=person).delete()
    actions.mark_thread_read(user=person, thread=thread, seq=last.seq)
