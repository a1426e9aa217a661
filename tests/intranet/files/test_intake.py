"""What comes in: taken for what it is, or refused with a reason."""

import io
import tracemalloc

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile

from intranet.files.intake import check
from intranet.files.intake.names import clean_name, title_of
from intranet.files.intake.pdf import holds
from intranet.files.kinds import FileRefused
from tests.factories import files


def refusal(name, content):
    """The reason why it is not taken."""
    with pytest.raises(FileRefused) as refused:
        check(files.upload(name, content))
    return refused.value.reason


@pytest.mark.parametrize(
    ("name", "content", "mime_type"),
    [
        ("note.pdf", files.pdf(), "application/pdf"),
        ("note.odt", files.odt(), files.ODT),
        ("NOTE.DOCX", files.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("liste.csv", "nom;prénom\nDiallo;Awa\n".encode("cp1252"), "text/csv"),
        ("liste.csv", "nom;prénom\n".encode("utf-16"), "text/csv"),
        ("note.txt", "Salle 114 — étage 2".encode(), "text/plain"),
        ("mz.txt", b"MZ, c'est la mairie de Zonza.", "text/plain"),
        ("dossier.zip", files.package({"note.txt": "a", "plans/plan.png": files.picture()}), "application/zip"),
        ("photo.jpg", files.photo(), "image/jpeg"),
        ("plan.png", files.picture(), "image/png"),
        ("plan.webp", files.picture("WEBP"), "image/webp"),
    ],
)
def test_honest_files_are_taken_for_what_they_are(name, content, mime_type):
    assert check(files.upload(name, content)).kind.mime_type == mime_type


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("vide.pdf", b"", "vide"),
        ("paie.exe", b"MZ\x90\0\3", "programme"),
        ("paie.pdf", b"MZ\x90\0\3", "programme"),
        ("paie.txt", b"#!/bin/sh\nrm -rf /", "programme"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG"),
        ("logo.png", b"\xef\xbb\xbf  <svg onload='alert(1)'/>", "SVG"),
        ("page.html", b"<!DOCTYPE html><script>alert(1)</script>", "SVG"),
        ("page.txt", b"<html><script>alert(1)</script>", "SVG"),
        ("page.csv", "<script>alert(1)</script>".encode("utf-16"), "SVG"),
        ("dossier.7z", b"7z\xbc\xaf\x27\x1c", "archive"),
        ("dossier.zip", b"Rar!\x1a\x07\0", "archive"),
        ("dossier.pdf", b"Rar!\x1a\x07\0", "archive"),
        ("ancien.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "ancien"),
        ("ferme.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        ("photo.heic", b"\0\0\0\x18ftypheic", "JPEG"),
        ("note.pdf", b"Ceci n'est pas un PDF", "contenu"),
        ("note.odt", files.docx(), "abîmé"),
        ("note.docx", files.pdf(), "contenu"),
        ("note.xlsx", files.docx(), "contenu"),
        ("note.csv", b"\x01\x02\x03\x04binaire", "contenu"),
        ("note", b"sans extension", "Sont acceptés"),
        ("note.xyz", b"autre chose", "Sont acceptés"),
    ],
)
def test_others_are_refused_with_a_reason(name, content, reason):
    assert reason in refusal(name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.odt", files.odt(**{"Basic/Standard/Module1.xml": "<m/>"})),
        ("note.odt", files.odt(**{"Scripts/python/a.py.txt": "print()"})),
        ("note.odt", files.odt(**{"Basic\\Standard\\Module1.xml": "<m/>"})),
        ("note.odt", files.odt(**{"./Basic/Standard/Module1.xml": "<m/>"})),
        ("note.odt", files.odt(**{"Object 1/Basic/Standard/Module1.xml": "<m/>"})),
        ("note.docx", files.docx(**{"word/vbaProject.bin": b"\0"})),
        ("note.docx", files.docx(types="application/vnd.ms-word.document.macroEnabled.main+xml")),
        ("note.docm", files.docx(types="application/vnd.ms-word.document.macroEnabled.main+xml")),
    ],
)
def test_macros_are_refused_whatever_the_name(name, content):
    assert "macros" in refusal(name, content)


def test_the_empty_libraries_that_some_versions_write_are_no_macros():
    assert check(files.upload("note.odt", files.odt(**{"Basic/Standard/script-lb.xml": "<l/>"})))


@pytest.mark.parametrize(
    "content",
    [
        files.odt(**{"encrypted-package": b"\0"}),
        files.package(
            {"mimetype": files.ODT, "content.xml": "x", "META-INF/manifest.xml": "<manifest:encryption-data/>"}
        ),
    ],
)
def test_what_opens_with_a_password_is_refused(content):
    assert "mot de passe" in refusal("note.odt", content)


def test_a_pdf_that_opens_with_a_password_is_refused_and_one_that_only_forbids_is_not():
    assert "mot de passe" in refusal("note.pdf", files.locked_pdf("secret"))
    assert check(files.upload("note.pdf", files.locked_pdf(""))).content.read(5) == b"%PDF-"
    # It only says so.
    assert check(files.upload("note.pdf", files.pdf("/Encrypt")))


@pytest.mark.parametrize("before", range(256 * 1024 - 10, 256 * 1024 + 3, 4))
def test_a_word_is_found_wherever_the_file_is_cut_to_be_read(before):
    assert holds(files.upload("note.pdf", b" " * before + b"/Encrypt 5 0 R"), b"/Encrypt")


def test_a_program_hidden_in_a_document_is_refused():
    assert "programme" in refusal("note.docx", files.docx(**{"word/embeddings/paie.exe": b"MZ"}))


@pytest.mark.parametrize("name", ["../../etc/passwd.xml", "/etc/passwd.xml", "C:/passwd.xml", "a\\..\\b.xml"])
def test_a_document_whose_parts_lead_outside_is_refused(name):
    assert "abîmé" in refusal("note.docx", files.docx(**{name: "x"}))


def test_a_bomb_is_refused_without_being_unpacked():
    bomb = files.docx(**{"word/media/image1.png": b"\0" * (200 * 2**20)})
    tracemalloc.start()
    assert "démesuré" in refusal("note.docx", bomb)
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_a_directory_without_end_is_refused_before_it_is_read():
    many = files.package({f"word/{n}.xml": "" for n in range(6000)})
    assert "démesuré" in refusal("note.docx", many)


@pytest.mark.parametrize("cut", [0.3, 0.9, 0.99])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", files.pdf("x" * 9000)),
        ("note.odt", files.odt("x" * 9000)),
        ("note.docx", files.docx("x" * 9000)),
        ("photo.jpg", files.photo((400, 300))),
    ],
)
def test_what_was_cut_in_the_middle_is_refused(name, content, cut):
    assert "abîmé" in refusal(name, content[: int(len(content) * cut) - 8])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.pdf", files.pdf() + files.package({"a.class": b"\xca\xfe\xba\xbe"})),
        ("note.docx", files.docx() + b"%PDF-1.4 ... %%EOF"),
        ("note.odt", files.odt()[:-2] + b"\x05\0" + b"%%EOF"),
    ],
)
def test_a_file_that_is_two_files_is_refused(name, content):
    assert "abîmé" in refusal(name, content)


def test_a_picture_that_is_also_an_archive_comes_out_as_a_picture():
    both = files.picture("GIF") + files.package({"a.class": b"\xca\xfe\xba\xbe"})
    kept = check(files.upload("plan.gif", both)).content.read()
    assert kept.startswith(b"GIF8")
    assert b"a.class" not in kept


def test_a_file_over_the_limit_is_refused(settings):
    settings.MAX_UPLOAD_BYTES = 1000
    assert "dépasse 1\xa0Ko" in refusal("note.txt", b"a" * 1001)


def test_a_large_file_is_read_in_blocks():
    large = TemporaryUploadedFile("note.txt", "text/plain", 30 * 2**20, None)
    for _ in range(30):
        large.file.write(b"a" * 2**20)
    tracemalloc.start()
    check(large)
    assert tracemalloc.get_traced_memory()[1] < 4 * 2**20
    tracemalloc.stop()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Documents\\note.pdf", "note.pdf"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("note\x00\n.pdf", "note.pdf"),
        ("  ..htaccess", "htaccess"),
        ("Délibération e\u0301te\u0301.odt", "Délibération été.odt"),
        ("\u200b\u202e", "fichier"),
    ],
)
def test_names_are_made_plain(raw, shown):
    assert clean_name(raw) == shown


def test_a_name_turned_around_does_not_hide_a_program():
    assert "programme" in refusal("facture\u202efdp.exe", b"MZ\0\0")


def test_a_name_without_end_keeps_its_extension():
    assert clean_name("a" * 400 + ".pdf") == "a" * 146 + ".pdf"


def test_a_title_is_made_of_a_name():
    assert title_of("fiche_controle-PAS 2.xlsx") == "Fiche controle-PAS 2"


def test_a_stream_that_is_not_at_its_start_is_read_from_there():
    sent = files.upload("note.pdf", files.pdf())
    sent.seek(0, io.SEEK_END)
    assert check(sent).content.read(5) == b"%PDF-"
