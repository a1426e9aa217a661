"""The demo's files and when they are filed."""

from django.core.files.base import ContentFile

from intranet.demo.story import Story
from intranet.files.intake import check
from spaces.documents import demo


def test_every_file_of_the_demo_is_one_that_the_house_takes():
    story = Story()
    for row in story.documents:
        assert check(ContentFile(story.file(row["file"]), name=row["file"]))


def test_each_document_is_filed_before_the_messages_that_join_it():
    story = Story()
    joined = demo._first_joined(story)
    acts = list(demo.acts(story))
    assert joined
    assert len(acts) == len(story.documents)
    for row, act in zip(story.documents, acts, strict=True):
        assert act.at <= joined.get(row["slug"], act.at)
        assert act.at >= story.joined[row["author"]]
