"""Files in an S3-compatible store: kept, read, served in part, and gone, as in a folder."""

import time
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import Http404
from django.utils import timezone

from intranet.files.actions import atomic_with_files, discard, prune_orphans, read_waiting_texts, store
from intranet.files.models import StoredFile
from intranet.files.serving import serve_file, serve_thumbnail
from tests.factories import files
from tests.factories.answers import shut
from tests.factories.s3 import BUCKET, bucket

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture(autouse=True)
def remote(settings):
    """A bucket, and the settings that name it."""
    with bucket(time.time()) as server:
        options = {
            "bucket_name": BUCKET, "endpoint_url": server.url, "region_name": "fr-par", "location": "parvis-files",
            "addressing_style": "path", "access_key": "ours", "secret_key": "secret",
        }  # fmt: skip
        kept = {"BACKEND": "intranet.files.stores.S3Store", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "default": kept}
        yield server


def asked(rf, stored, **headers):
    """What is given of a file, and its bytes."""
    response = serve_file(rf.get("/", headers=headers), StoredFile.objects.get(pk=stored.pk), inline=True)
    content = b"".join(response) if response.streaming else response.content
    shut(response)
    return response, content


def test_a_file_is_kept_there_and_read_back(rf, remote):
    stored = store(files.upload("note.pdf", files.pdf("Bonjour")))
    assert list(remote.objects) == [f"parvis-files/{stored.content.name}"]
    assert asked(rf, stored)[1] == files.pdf("Bonjour")
    assert read_waiting_texts() == 1
    stored.refresh_from_db()
    assert stored.text == "Bonjour"


def test_of_a_part_no_more_than_that_part_travels(rf, remote):
    stored = store(files.upload("note.txt", b"abcdefghij" * 1000))
    remote.calls.clear()
    response, content = asked(rf, stored, Range="bytes=10-14")
    assert (response.status_code, content, response["Content-Range"]) == (206, b"abcde", "bytes 10-14/10000")
    assert [(call, asked) for call, _key, asked in remote.calls] == [("GET", "bytes=10-14")]
    remote.calls.clear()
    assert asked(rf, stored, **{"If-None-Match": response["ETag"]})[0].status_code == 304
    assert asked(rf, stored, Range="bytes=10000-")[0].status_code == 416
    assert remote.calls == []


def test_a_large_file_is_sent_by_pieces(rf, remote):
    large = TemporaryUploadedFile("note.txt", "text/plain", 0, None)
    for _ in range(20):
        large.file.write(b"a" * 2**20)
    large.size = 20 * 2**20
    stored = store(large)
    large.close()
    assert stored.size == 20 * 2**20
    assert asked(rf, stored, Range="bytes=20971518-")[1] == b"aa"
    assert any(call == "POST" for call, _key, _asked in remote.calls)


def test_small_pictures_are_made_once_and_kept_there(rf, remote):
    stored = store(files.upload("photo.jpg", files.photo((900, 600))))

    def small(**headers):
        response = serve_thumbnail(rf.get("/", headers=headers), StoredFile.objects.get(pk=stored.pk), "s")
        content = b"".join(response) if response.streaming else response.content
        shut(response)
        return response.status_code, content

    status, content = small()
    assert (status, content[8:12]) == (200, b"WEBP")
    assert small(Range="bytes=8-11") == (206, b"WEBP")
    assert small(Range="bytes=999999-")[0] == 416
    assert len(remote.objects) == 2


def test_nothing_has_an_address_there():
    stored = store(files.upload("note.txt", b"Bonjour"))
    with pytest.raises(ValueError, match="site alone"):
        _ = stored.content.url


def test_what_lost_its_bytes_is_absent(rf, remote):
    stored = store(files.upload("note.txt", b"Bonjour"))
    remote.objects.clear()
    with pytest.raises(Http404):
        asked(rf, stored)


def test_nothing_is_half_kept_and_what_is_deleted_goes(remote, django_capture_on_commit_callbacks):
    def fail():
        with atomic_with_files():
            store(files.upload("note.txt", b"Bonjour"))
            assert remote.objects
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert remote.objects == {}
    stored = store(files.upload("note.txt", b"Bonjour"))
    with django_capture_on_commit_callbacks(execute=True):
        discard(stored)
    assert remote.objects == {}


def test_what_a_killed_process_left_there_is_swept_away(remote):
    orphan, kept = store(files.upload("a.txt", b"a")), store(files.upload("b.txt", b"b"))
    StoredFile.objects.filter(pk=orphan.pk).delete()
    StoredFile.objects.filter(pk=kept.pk).update(created_at=timezone.now() + timedelta(days=2))
    assert prune_orphans() == 0
    remote.now -= 3 * 86400
    assert prune_orphans() == 1
    assert list(remote.objects) == [f"parvis-files/{kept.content.name}"]
    assert default_storage.exists(kept.content.name)
