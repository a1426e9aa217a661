"""What nobody should send, sent: refused or cleaned, with a clear line, and nothing half kept."""

import io
import os
import re
import subprocess
import sys
import zlib

import pytest
from django.conf import settings as site
from django.core.files.storage import default_storage
from PIL import Image

from intranet.files.models import StoredFile
from spaces.documents.models import Document
from tests.factories import files
from tests.factories.files import GPS

pytestmark = [pytest.mark.django_db, pytest.mark.long]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
CLASS = files.package({"A.class": b"\xca\xfe\xba\xbe"})
MACRO = files.docx(types="application/vnd.ms-word.document.macroEnabled.main+xml", **{"word/vbaProject.bin": b"\0"})


def nested(levels=6):
    content = files.package({"a.txt": b"\0" * 2**20})
    for level in range(levels):
        content = files.package({f"{n}-{level}.zip": content for n in range(4)})
    return content


def gif_of_many_pixels():
    """A moving picture whose frames together are beyond all measure."""
    out = io.BytesIO()
    frames = [Image.new("P", (3000, 3000), n) for n in range(9)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def png_with_a_text_bomb():
    def chunk(name, body):
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    plain = files.picture()
    comment = chunk(b"zTXt", b"a\0\0" + zlib.compress(b"a" * 90_000_000))
    return plain[:33] + comment + plain[33:]


REFUSED = {
    "a program": ("paie.exe", b"MZ\x90\0", "programme"),
    "a program called PDF": ("facture.pdf", b"MZ\x90\0\3", "programme"),
    "a script called text": ("note.txt", b"#!/bin/sh\n", "programme"),
    "a program whose name is turned around": ("facture\u202efdp.exe", b"MZ\0\0", "programme"),
    "an HTML page called image": ("photo.png", b"<!DOCTYPE html><script>alert(1)</script>", "page web"),
    "an SVG drawing": ("logo.svg", SVG, "SVG"),
    "a PDF that is an archive": ("note.pdf", files.pdf() + CLASS, "abîmé"),
    "a document that is a PDF": ("note.docx", files.docx() + files.pdf(), "abîmé"),
    "an archive behind a program": ("dossier.zip", b"MZ" + CLASS, "programme"),
    "an archive behind a picture": ("dossier.zip", files.picture() + CLASS, "contenu"),
    "an archive of classes": ("dossier.zip", CLASS, "programme"),
    "a document with macros": ("note.docm", MACRO, "macros"),
    "one that hides them": ("note.docx", MACRO, "macros"),
    "an old document": ("note.doc", OLE, "ancien"),
    "a document under key": ("note.docx", OLE[:8] + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "a PDF under key": ("note.pdf", lambda: files.locked_pdf("secret"), "mot de passe"),
    "a bomb": ("note.docx", lambda: files.docx(**{"word/media/i.png": b"\0" * (200 * 2**20)}), "démesuré"),
    "archives in archives": ("dossier.zip", nested, "une autre archive"),
    "names that lead outside": ("dossier.zip", files.package({"../../etc/cron.d/a": "x"}), "abîmé"),
    "a PNG of 30,000 × 30,000": ("plan.png", files.huge_png(30_000), "démesuré"),
    "a JPEG that says so": ("plan.jpg", files.jpeg_claiming(30_000), "démesuré"),
    "a GIF of too many frames": ("anime.gif", gif_of_many_pixels, "démesuré"),
    "a picture whose comment is a bomb": ("plan.png", png_with_a_text_bomb, "abîmé"),
    "a picture cut in the middle": ("photo.jpg", files.photo((800, 600))[:4000], "abîmé"),
    "nothing": ("vide.odt", b"", "vide"),
}


def kept_bytes():
    return [name for _folder, _inner, names in os.walk(default_storage.location) for name in names]


@pytest.mark.parametrize("hostile", REFUSED)
def test_it_is_refused_with_a_clear_line_and_leaves_nothing(client, space, colleague, hostile):
    name, content, reason = REFUSED[hostile]
    content = content() if callable(content) else content
    client.force_login(colleague)
    page = client.post(f"/espaces/{space.slug}/documents/", {"files": [files.upload(name, content)]})
    assert page.status_code == 422
    (line,) = page.context["refused"]
    assert reason in line["reason"]
    assert line["reason"].endswith(".")
    assert line["reason"] in page.content.decode().replace("&#x27;", "'")
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069/\\]", line["name"])
    assert not Document.everywhere.exists()
    assert not StoredFile.objects.exists()
    assert kept_bytes() == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\boot.txt", "boot.txt"),
        ("rapport\u202etxt.fdp.txt", "rapporttxt.fdp.txt"),
        ("\u2066note\u2069\u200b.txt", "note.txt"),
        ("a" * 400 + ".txt", "a" * 146 + ".txt"),
    ],
)
def test_a_name_is_cleaned_and_leads_nowhere(client, space, colleague, name, shown):
    client.force_login(colleague)
    sent = files.upload("x.txt", b"Bonjour")
    sent._name = name  # as it travels: Django's own cleaning is not what is tried
    client.post(f"/espaces/{space.slug}/documents/", {"files": [sent]})
    stored = StoredFile.objects.get()
    assert stored.name == shown
    assert re.fullmatch(r"stored/[a-z0-9]{2}/[a-z0-9]{32}", stored.content.name)
    assert len(kept_bytes()) == 1


def test_where_a_photo_was_taken_is_told_to_nobody(client, space, colleague):
    taken = files.photo((300, 200))
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(GPS)
    client.force_login(colleague)
    client.post(f"/espaces/{space.slug}/documents/", {"files": [files.upload("IMG_1.jpg", taken)]})
    document = Document.objects.get()
    for address in ("fichier/", "fichier/?voir", "versions/1/fichier/", "apercu/s/", "apercu/m/", "apercu/l/"):
        content = b"".join(client.get(f"/documents/{document.pk}/{address}"))
        assert not Image.open(io.BytesIO(content)).getexif()
        assert b"Marie" not in content
        assert b"GPS" not in content


@pytest.mark.parametrize("kind", ["GIF", "PNG", "JPEG", "WEBP"])
def test_a_picture_that_is_also_a_page_or_an_archive_comes_out_as_a_picture(client, space, colleague, kind):
    both = files.picture(kind) + b"<script>alert(1)</script>" + CLASS
    client.force_login(colleague)
    client.post(f"/espaces/{space.slug}/documents/", {"files": [files.upload(f"plan.{kind.lower()}", both)]})
    served = client.get(f"/documents/{Document.objects.get().pk}/fichier/?voir")
    content = b"".join(served)
    assert b"script" not in content
    assert b"A.class" not in content
    assert served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"]


def grown(what):
    """By how many MiB a process of its own grows when it does `what`."""
    measure = [sys.executable, "-m", "tests.factories.measured", what]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test"}
    done = subprocess.run(measure, cwd=site.ROOT, env=environment, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_pictures_of_900_million_pixels_take_no_memory():
    assert grown("huge_pictures") < 40


def test_a_stream_of_2_gib_cut_in_the_middle_takes_no_memory_and_reaches_nobody():
    assert grown("cut_stream") < 40


def test_a_stream_over_the_limit_is_answered_as_soon_as_it_is():
    assert grown("endless_stream") < 40


def test_a_large_archive_is_looked_into_without_being_held():
    assert grown("large_archive") < 40
