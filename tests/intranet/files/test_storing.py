"""Keeping bytes, and letting them go."""

import os
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from intranet.files.actions import atomic_with_files, discard, prune_orphans, store
from intranet.files.models import StoredFile, TextState
from intranet.files.thumbnails import open_thumbnail
from tests.factories import files

pytestmark = pytest.mark.django_db


def kept_bytes():
    """The names of everything in the store."""
    return sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(default_storage.location) for name in names
    )


def file_and_fail(fails=True):
    with atomic_with_files():
        store(files.upload("deux.pdf", files.pdf()))
        if fails:
            raise RuntimeError


def test_bytes_are_kept_under_a_name_that_says_nothing():
    stored = store(files.upload("Paie de Marie.pdf", files.pdf()))
    assert "Marie" not in stored.content.name
    assert len(stored.content.name.split("/")[-1]) == 32
    assert stored.name == "Paie de Marie.pdf"
    with stored.content.open() as file:
        assert file.read() == files.pdf()
    assert stored.size == len(files.pdf())
    assert stored.text_state == TextState.WAITING


def test_a_picture_has_no_words_to_read():
    assert store(files.upload("photo.jpg", files.photo())).text_state == TextState.NONE


def test_nothing_is_half_kept_when_the_transaction_is_rolled_back():
    def file_two_and_fail():
        with atomic_with_files():
            store(files.upload("un.pdf", files.pdf()))
            file_and_fail(fails=False)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        file_two_and_fail()
    assert kept_bytes() == []
    assert not StoredFile.objects.exists()


def test_what_was_kept_before_a_part_failed_stays():
    with atomic_with_files():
        first = store(files.upload("un.pdf", files.pdf()))
        with pytest.raises(RuntimeError):
            file_and_fail()
    assert kept_bytes() == [default_storage.path(first.content.name)]


def test_bytes_of_a_discarded_file_go_when_that_is_certain(django_capture_on_commit_callbacks):
    stored = store(files.upload("photo.jpg", files.photo()))
    open_thumbnail(stored, "s").close()
    assert len(kept_bytes()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        discard(stored)
        assert len(kept_bytes()) == 2
    assert kept_bytes() == []


def test_what_a_killed_process_left_is_swept_away_a_day_later():
    orphan = store(files.upload("note.pdf", files.pdf()))
    StoredFile.objects.filter(pk=orphan.pk).delete()
    assert prune_orphans() == 0
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        fresh = store(files.upload("note.pdf", files.pdf()))
        assert prune_orphans() == 1
        assert prune_orphans() == 0
    assert kept_bytes() == [default_storage.path(fresh.content.name)]


def test_a_thumbnail_is_made_once_and_is_small():
    stored = store(files.upload("photo.jpg", files.photo((1200, 900))))
    with open_thumbnail(stored, "s") as small:
        first = small.read()
    before = kept_bytes()
    with open_thumbnail(stored, "s") as small:
        assert small.read() == first
    assert first[8:12] == b"WEBP"
    assert kept_bytes() == before
