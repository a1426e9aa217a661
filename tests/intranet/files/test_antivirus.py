"""Nothing that the antivirus has not looked at is given to anybody."""

import socket
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.http import Http404
from django.utils import timezone

from intranet.audit.models import Entry
from intranet.files import antivirus
from intranet.files.actions import read_waiting_texts, scan_waiting_files, store
from intranet.files.actions.scanning import MAX_ATTEMPTS
from intranet.files.models import ScanState, StoredFile
from intranet.files.serving import serve_file, serve_thumbnail
from tests.factories import files
from tests.factories.answers import shut
from tests.factories.clamd import VIRUS, clamd


def body(response):
    """What is given, to the end."""
    content = b"".join(response)
    shut(response)
    return content


@pytest.fixture
def guard(settings):
    """An antivirus that answers."""
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        yield server


@pytest.fixture
def nobody(settings):
    """An antivirus that is away: a port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{port}"


@pytest.fixture
def asked(rf, agent):
    """What a person is given of a file."""

    def ask(stored, **headers):
        request = rf.get("/", headers=headers)
        request.user = agent
        return serve_file(request, StoredFile.objects.get(pk=stored.pk), inline=True)

    return ask


def test_it_is_asked_over_tcp(guard):
    assert antivirus.scan(BytesIO(b"Bonjour" * 50_000)) == ""
    assert antivirus.scan(BytesIO(b"a" * 100_000 + VIRUS)) == "Tests.Virus-1"
    assert guard.heard == [b"INSTREAM", b"INSTREAM"]


@pytest.mark.parametrize("form", ["unix://{}", "unix:{}"])
def test_it_is_asked_over_a_socket_of_the_machine(settings, tmp_path, form):
    path = str(tmp_path / "clamd.ctl")
    with clamd(path):
        settings.CLAMAV_URL = form.format(path)
        assert antivirus.scan(BytesIO(VIRUS)) == "Tests.Virus-1"
        assert antivirus.scan(BytesIO(b"")) == ""
    with pytest.raises(antivirus.Unavailable):
        antivirus.scan(BytesIO(b""))


def test_what_it_will_not_look_into_is_said(settings):
    with clamd(most=1000) as server:
        settings.CLAMAV_URL = server.url
        with pytest.raises(antivirus.Unscannable, match="size limit"):
            antivirus.scan(BytesIO(b"a" * 5_000_000))


def test_one_that_hangs_up_is_away(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMAV_URL = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        settings_time, antivirus.SCAN_SECONDS = antivirus.SCAN_SECONDS, 0.2
        try:
            with pytest.raises(antivirus.Unavailable):
                antivirus.scan(BytesIO(b"Bonjour"))
        finally:
            antivirus.SCAN_SECONDS = settings_time


@pytest.mark.django_db
def test_a_file_waits_until_it_is_found_clean(guard, asked, run_jobs):
    stored = store(files.upload("note.txt", b"Bonjour"))
    waiting = asked(stored)
    assert waiting.status_code == 503
    assert "En attente de l’antivirus" in waiting.content.decode()
    assert waiting["Cache-Control"] == "no-store"
    assert b"Bonjour" not in waiting.content
    for headers in ({"Range": "bytes=0-3"}, {"If-None-Match": "*"}):
        assert asked(stored, **headers).status_code == 503
    assert read_waiting_texts() == 0
    run_jobs()
    assert body(asked(stored)) == b"Bonjour"
    run_jobs()
    stored.refresh_from_db()
    assert (stored.scan_state, stored.text) == (ScanState.CLEAN, "Bonjour")
    assert scan_waiting_files() == 0


@pytest.mark.django_db
def test_a_picture_waits_too_large_and_small(guard, asked, rf):
    stored = store(files.upload("photo.jpg", files.photo()))
    assert asked(stored).status_code == 503
    with pytest.raises(Http404):
        serve_thumbnail(rf.get("/"), stored, "s")
    scan_waiting_files()
    small = serve_thumbnail(rf.get("/"), StoredFile.objects.get(), "s")
    assert body(small)[8:12] == b"WEBP"


@pytest.mark.django_db
def test_while_it_is_away_nothing_is_given_and_later_all_of_it_is(nobody, settings, asked):
    stored = store(files.upload("note.txt", b"Bonjour"))
    for _ in range(2):
        assert scan_waiting_files() == 0
        assert asked(stored).status_code == 503
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert scan_waiting_files() == 1
    assert body(asked(stored)) == b"Bonjour"


@pytest.mark.django_db
def test_what_was_there_before_the_antivirus_is_looked_at_first(settings, asked):
    stored = store(files.upload("note.txt", b"Bonjour"))
    assert body(asked(stored)) == b"Bonjour"
    assert scan_waiting_files() == 0
    with clamd() as server:
        settings.CLAMAV_URL = server.url
        assert asked(stored).status_code == 503
        scan_waiting_files()
        assert body(asked(stored)) == b"Bonjour"


@pytest.mark.django_db
def test_the_bytes_of_an_infected_file_go_and_the_record_keeps_what_it_was(
    guard, asked, django_capture_on_commit_callbacks
):
    stored = store(files.upload("note.txt", VIRUS))
    with django_capture_on_commit_callbacks(execute=True):
        assert scan_waiting_files() == 1
    assert not default_storage.exists(stored.content.name)
    with pytest.raises(Http404):
        asked(stored)
    entry = Entry.objects.get(action="file.infected")
    assert entry.object_name == "note.txt"
    assert entry.details == {"found": "Tests.Virus-1", "sha256": stored.sha256}


@pytest.mark.django_db
def test_an_infected_file_is_given_to_nobody_even_without_the_antivirus(guard, settings, asked):
    stored = store(files.upload("note.txt", VIRUS))
    scan_waiting_files()
    settings.CLAMAV_URL = ""
    with pytest.raises(Http404):
        asked(stored)


@pytest.mark.django_db
def test_one_that_cannot_be_looked_into_holds_nobody_else_up(settings, asked):
    with clamd(most=1000) as server:
        settings.CLAMAV_URL = server.url
        large, small = store(files.upload("a.txt", b"a" * 300_000)), store(files.upload("b.txt", b"b"))
        assert scan_waiting_files() == 1
        assert body(asked(small)) == b"b"
        assert asked(large).status_code == 503
        assert scan_waiting_files() == 0
        server.most = 10**6
        with time_machine.travel(timezone.now() + timedelta(minutes=11)):
            assert scan_waiting_files() == 1
    assert body(asked(large)) == b"a" * 300_000


def keep_trying(times):
    for each in range(times):
        with time_machine.travel(timezone.now() + timedelta(minutes=11 * each)):
            scan_waiting_files()


@pytest.mark.django_db
def test_one_that_it_never_can_look_into_is_refused_with_its_reason_and_can_be_tried_again(settings, asked, capsys):
    with clamd(most=1000) as server:
        settings.CLAMAV_URL = server.url
        large = store(files.upload("a.txt", b"a" * 300_000))
        keep_trying(MAX_ATTEMPTS - 1)
        large.refresh_from_db()
        assert large.scan_state == ScanState.WAITING
        keep_trying(MAX_ATTEMPTS + 3)
        large.refresh_from_db()
        assert (large.scan_state, large.scan_attempts) == (ScanState.REFUSED, MAX_ATTEMPTS)
        assert len(server.heard) == MAX_ATTEMPTS
        closed = asked(large)
        assert closed.status_code == 503
        assert "n’a pas pu examiner" in closed.content.decode()
        entry = Entry.objects.get(action="file.unscannable")
        assert entry.object_name == "a.txt"
        assert "size limit exceeded" in entry.details["why"]
        server.most = 10**6
        call_command("files_scan_again")
        assert "a.txt" in capsys.readouterr().out
        assert scan_waiting_files() == 1
    assert body(asked(large)) == b"a" * 300_000


@pytest.mark.django_db
def test_one_whose_bytes_are_lost_is_refused_too(guard):
    stored = store(files.upload("note.txt", b"Bonjour"))
    default_storage.delete(stored.content.name)
    keep_trying(MAX_ATTEMPTS)
    stored.refresh_from_db()
    assert stored.scan_state == ScanState.REFUSED


@pytest.mark.django_db
def test_an_antivirus_that_is_away_refuses_nothing(nobody):
    stored = store(files.upload("note.txt", b"Bonjour"))
    keep_trying(MAX_ATTEMPTS + 1)
    stored.refresh_from_db()
    assert (stored.scan_state, stored.scan_attempts) == (ScanState.WAITING, 0)
