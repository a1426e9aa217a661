"""Pictures are made anew."""

import io

import pytest
from PIL import Image

from intranet.files import images
from intranet.files.intake import check
from intranet.files.kinds import FileRefused
from tests.factories import files


def kept(name, content):
    """The bytes that would be stored, and the picture in them."""
    checked = check(files.upload(name, content))
    raw = checked.content.read()
    return checked, raw, Image.open(io.BytesIO(raw))


def test_a_photo_loses_where_and_by_whom_it_was_taken():
    sent = files.photo()
    assert b"TelephoneDeMarie" in sent
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(files.GPS)
    _checked, raw, image = kept("photo.jpg", sent)
    assert not image.getexif()
    assert "comment" not in image.info
    assert b"Marie" not in raw
    assert b"Exif" not in raw


def test_a_photo_is_turned_the_right_way_up():
    checked, _raw, image = kept("photo.jpg", files.photo((40, 20)))
    assert image.size == (20, 40) == (checked.width, checked.height)


def test_texts_and_comments_of_other_formats_go_too():
    out = io.BytesIO()
    Image.new("P", (10, 10)).save(out, "GIF", comment=b"secret de Marie")
    assert b"Marie" not in kept("plan.gif", out.getvalue())[1]


def test_a_large_picture_is_bounded():
    _checked, _raw, image = kept("plan.png", files.picture("PNG", (5000, 100), "L"))
    assert image.size == (4096, 82)


def test_thirty_thousand_pixels_a_side_are_refused_before_decoding(monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(FileRefused, match="démesuré"):
        check(files.upload("plan.png", files.huge_png()))


def test_a_picture_named_as_another_kind_gets_its_own_name():
    checked, _raw, image = kept("capture.jpg", files.picture("PNG"))
    assert (checked.name, checked.kind.mime_type, image.format) == ("capture.png", "image/png", "PNG")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_sort_of_png_is_taken(mode):
    assert kept("plan.png", files.picture("PNG", mode=mode))[2].size == (40, 20)


def test_printers_colours_become_those_of_screens():
    assert kept("plan.jpg", files.picture("JPEG", mode="CMYK"))[2].mode == "RGB"


def test_an_animation_still_moves():
    image = kept("geste.gif", files.animation(3))[2]
    assert image.n_frames == 3
    assert image.info["duration"] == 120


def test_an_animation_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(images, "MAX_FRAMES", 4)
    with pytest.raises(FileRefused, match="démesuré"):
        check(files.upload("geste.gif", files.animation(5)))


def test_a_broken_picture_is_refused():
    with pytest.raises(FileRefused, match="abîmé"):
        check(files.upload("plan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50))
