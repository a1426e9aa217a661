"""How bytes leave."""

import pytest
from django.http import Http404

from intranet.files.actions import store
from intranet.files.models import StoredFile
from intranet.files.serving import serve_file, serve_thumbnail
from tests.factories import files
from tests.factories.answers import shut

pytestmark = pytest.mark.django_db
TEXT = bytes(range(65, 91)) * 4


@pytest.fixture
def stored():
    return store(files.upload("Délibération n° 4.txt", TEXT))


@pytest.fixture
def ask(rf, stored):
    """Ask for the file with these headers; gives the answer and its bytes."""

    def ask(file=stored, inline=False, **headers):
        response = serve_file(rf.get("/", headers=headers), file, inline=inline)
        content = b"".join(response) if response.streaming else response.content
        shut(response)
        return response, content

    return ask


def test_a_whole_file_is_a_download_that_is_asked_for_again_each_time(ask):
    response, content = ask()
    assert content == TEXT
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain"
    assert response["Content-Length"] == str(len(TEXT))
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''D%C3%A9lib%C3%A9ration%20n%C2%B0%204.txt"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_who_has_it_already_is_not_sent_it_again(ask):
    etag = ask()[0]["ETag"]
    for known in (etag, f"W/{etag}", f'"autre", {etag}', "*"):
        response, content = ask(**{"If-None-Match": known})
        assert (response.status_code, content, response["ETag"]) == (304, b"", etag)
    assert ask(**{"If-None-Match": '"autre"'})[0].status_code == 200


@pytest.mark.parametrize(
    ("asked", "part", "said"),
    [
        ("bytes=0-9", TEXT[:10], "bytes 0-9/104"),
        ("bytes=100-", TEXT[100:], "bytes 100-103/104"),
        ("bytes=-4", TEXT[-4:], "bytes 100-103/104"),
        ("bytes=50-9999", TEXT[50:], "bytes 50-103/104"),
    ],
)
def test_a_part_of_it_can_be_asked_for(ask, asked, part, said):
    response, content = ask(Range=asked)
    assert (response.status_code, content, response["Content-Range"]) == (206, part, said)
    assert response["Content-Length"] == str(len(part))


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-2", "bytes=-", "lines=1-2", "bytes=a-b"])
def test_what_is_no_single_range_gets_all_of_it(ask, asked):
    response, content = ask(Range=asked)
    assert (response.status_code, content) == (200, TEXT)


@pytest.mark.parametrize("asked", ["bytes=104-", "bytes=999-1000", "bytes=-0"])
def test_a_part_beyond_its_end_is_out_of_reach(ask, asked):
    response, content = ask(Range=asked)
    assert (response.status_code, content, response["Content-Range"]) == (416, b"", "bytes */104")


def test_a_part_of_an_older_state_is_not_given(ask):
    etag = ask()[0]["ETag"]
    assert ask(Range="bytes=0-9", **{"If-Range": etag})[0].status_code == 206
    assert ask(Range="bytes=0-9", **{"If-Range": '"autre"'})[0].status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "opens"),
    [
        ("n.pdf", files.pdf(), True),
        ("p.jpg", files.photo(), True),
        ("n.odt", files.odt(), False),
        ("n.txt", TEXT, False),
    ],
)
def test_only_what_a_browser_shows_by_itself_opens_in_it(ask, name, content, opens):
    response, _content = ask(store(files.upload(name, content)), inline=True)
    assert response["Content-Disposition"].startswith("inline" if opens else "attachment")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    # A PDF is read in a frame of its document's page; nothing else is framed, and nobody else frames it.
    framed = "self" if name.endswith("pdf") else "none"
    assert f"frame-ancestors '{framed}'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == ("SAMEORIGIN" if framed == "self" else "DENY")


def test_what_is_downloaded_is_framed_by_nobody(ask):
    response, _content = ask(store(files.upload("n.pdf", files.pdf())))
    assert response["X-Frame-Options"] == "DENY"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_name_cannot_break_the_header(ask):
    stored = store(files.upload('a"b\r\nSet-Cookie: x=1.txt', TEXT))
    assert ask(stored)[0]["Content-Disposition"] == 'attachment; filename="a\\"bSet-Cookie: x=1.txt"'


def test_a_file_that_lost_its_bytes_is_absent(ask, stored):
    stored.content.storage.delete(stored.content.name)
    with pytest.raises(Http404):
        ask(StoredFile.objects.get(pk=stored.pk))


def test_thumbnails_have_an_etag_of_their_own(rf):
    stored = store(files.upload("photo.jpg", files.photo((900, 600))))
    response = serve_thumbnail(rf.get("/"), stored, "s")
    assert response["Content-Type"] == "image/webp"
    assert len(b"".join(response)) == int(response["Content-Length"])
    shut(response)
    again = serve_thumbnail(rf.get("/", headers={"If-None-Match": response["ETag"]}), stored, "s")
    assert again.status_code == 304


@pytest.mark.parametrize(("name", "content", "size"), [("n.pdf", files.pdf(), "s"), ("p.jpg", files.photo(), "9999")])
def test_there_are_thumbnails_of_pictures_in_known_sizes_alone(rf, name, content, size):
    with pytest.raises(Http404):
        serve_thumbnail(rf.get("/"), store(files.upload(name, content)), size)
