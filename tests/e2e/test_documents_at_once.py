"""People who file at the same moment, each in a transaction of their own that is kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connections
from django.test import override_settings

from intranet.accounts.models import User
from intranet.files.kinds import FileRefused
from intranet.files.models import StoredFile
from spaces.documents.actions import add_document, add_version, create_folder
from spaces.documents.models import Document, Folder
from tests.access.world import build
from tests.factories.files import upload


@pytest.fixture(scope="module")
def world(site, aside):
    """One of everything."""
    return aside(build)


def at_once(*acts):
    """Do all of them at the same moment; what each returned or raised."""
    ready = Barrier(len(acts))

    def do(act):
        ready.wait(10)
        try:
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(do, acts))


def content_of(stored):
    """Its bytes."""
    with stored.content.open("rb") as file:
        return file.read()


def people(world):
    """As their own requests find them."""
    return [User.objects.get(pk=world.people[name].pk) for name in ("lead", "member")]


def test_of_two_versions_filed_at_once_one_is_read_and_both_are_kept(world, aside):
    def run():
        lead, member = people(world)
        document = add_document(author=member, space=world.private, upload=upload("t.txt", b"un"))
        sent = [(lead, b"deux"), (member, b"trois")]
        made = at_once(
            *(
                lambda who=who, content=content: add_version(
                    author=who, document=Document.objects.get(pk=document.pk), upload=upload("t.txt", content), base=1
                )
                for who, content in sent
            )
        )
        kept = Document.objects.get(pk=document.pk)
        assert sorted(version.number for version in made) == [2, 3]
        assert [version.number for version in made if not version.aside] == [2]
        assert kept.current.number == 2
        assert {content_of(version.file) for version in kept.versions.all()} == {b"un", b"deux", b"trois"}

    aside(run)


def test_the_last_room_is_taken_by_one_and_the_other_leaves_nothing(world, aside):
    def run():
        lead, member = people(world)
        names = {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}
        rows, documents = StoredFile.objects.count(), Document.objects.count()
        with override_settings(SPACE_QUOTA_BYTES=1500):
            made = at_once(
                *(
                    lambda who=who, n=n: add_document(
                        author=who, space=world.open, upload=upload(f"{n}.txt", bytes([97 + n]) * 1000)
                    )
                    for n, who in enumerate((lead, member))
                )
            )
        assert sorted(type(each) for each in made if isinstance(each, Exception)) == [FileRefused]
        assert (StoredFile.objects.count(), Document.objects.count()) == (rows + 1, documents + 1)
        assert len({path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()} - names) == 1

    aside(run)


def test_of_two_folders_of_one_name_made_at_once_there_is_one(world, aside):
    def run():
        made = at_once(
            *(lambda who=who: create_folder(author=who, space=world.open, name="Unique") for who in people(world))
        )
        assert len([each for each in made if isinstance(each, Exception)]) == 1
        assert Folder.objects.filter(space=world.open, name="Unique").count() == 1

    aside(run)
