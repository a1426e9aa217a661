"""Archives: taken when all that is in them would be, refused by name otherwise."""

import io
import struct
import zipfile

import pytest

from intranet.files.intake import check
from intranet.files.kinds import FileRefused
from tests.factories import files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark/></kml>'
SHAPE = b"\x00\x00\x27\x0a" + b"\0" * 200


def refusal(entries, name="dossier.zip"):
    content = entries if isinstance(entries, bytes) else files.package(entries)
    with pytest.raises(FileRefused) as refused:
        check(files.upload(name, content))
    return refused.value.reason


def test_plain_files_of_all_sorts_are_taken():
    inside = {
        "Réunion/": "",
        "Réunion/compte rendu.odt": files.odt(),
        "Réunion/note.docx": files.docx(),
        "carte/limites.kml": KML,
        "carte/limites.shp": SHAPE,
        "photo.heic": b"\0\0\0\x18ftypheic",
        "lisez-moi.txt": "Bonjour",
    }
    checked = check(files.upload("dossier.zip", files.package(inside)))
    assert (checked.kind.mime_type, checked.kind.has_words) == ("application/zip", False)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("paie.exe", b"MZ", "programme"),
        ("paie.exe ", b"MZ", "programme"),
        ("paie.exe.", b"MZ", "programme"),
        ("facture\u202efdp.exe", b"MZ", "programme"),
        ("a/b/install.MSI", b"", "programme"),
        ("Bonjour.class", b"\xca\xfe\xba\xbe", "programme"),
        ("fonctions.xll", b"x", "programme"),
        ("Paie.desktop", b"[Desktop Entry]\nExec=x", "programme"),
        ("paie.pdf", b"MZ\x90\0\3", "programme"),
        ("paie", b"\x7fELF", "programme"),
        ("paie.txt", b"#!/bin/sh", "programme"),
        ("budget.xlsm", files.docx(), "macros"),
        ("budget.xlsx", files.docx(**{"xl/vbaProject.bin": b"x"}), "macros"),
        ("xl/vbaProject.bin", b"x", "macros"),
        ("note.odt", files.odt(**{"Basic/Standard/Module1.xml": "<m/>"}), "macros"),
        ("ancien.doc", OLE, "ancien"),
        ("ancien.dat", OLE, "ancien"),
        ("ferme.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        ("logo.svg", b"<svg/>", "SVG"),
        ("page.html", b"<p>", "SVG"),
        ("logo.xml", b"<?xml version='1.0'?><svg onload='alert(1)'/>", "SVG"),
        ("page.txt", b"<!DOCTYPE html><script>", "SVG"),
        ("dedans.zip", files.package({"a.txt": "a"}), "une autre archive"),
        ("dedans.dat", files.package({"a.txt": "a"}), "une autre archive"),
        ("dedans.rar", b"x", "une autre archive"),
        ("dedans.txt", b"\x1f\x8b\x08", "une autre archive"),
        ("dedans.jpg", b"7z\xbc\xaf\x27\x1c", "une autre archive"),
    ],
)
def test_what_hides_something_is_refused(name, content, reason):
    assert reason in refusal({"note.txt": "Bonjour", name: content})


def test_the_refusal_names_what_is_inside():
    assert "«\xa0compte.odt\xa0»" in refusal({"a/compte.odt": files.odt(**{"Scripts/python/a.py.txt": "print()"})})


@pytest.mark.parametrize("name", ["../passwd.txt", "/etc/passwd.txt", "C:/passwd.txt", "a\\..\\b.txt"])
def test_names_that_lead_outside_are_refused(name):
    assert "abîmé" in refusal({name: "x"})


def test_a_link_to_somewhere_else_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("note.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "abîmé" in refusal(out.getvalue())


@pytest.mark.parametrize(("other", "taken"), [("Élodie.txt", True), ("paie.bat", False), ("../paie.js", False)])
def test_a_name_for_when_it_is_unpacked_is_of_the_same_kind(other, taken):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        entry = zipfile.ZipInfo("Elodie.txt")
        name = other.encode()
        entry.extra = struct.pack("<HHBL", 0x7075, 5 + len(name), 1, 0) + name
        archive.writestr(entry, "Bonjour")
    if taken:
        assert check(files.upload("dossier.zip", out.getvalue()))
    else:
        assert "abîmé" in refusal(out.getvalue())


def test_an_archive_with_a_password_is_refused():
    content = bytearray(files.package({"note.txt": "Bonjour"}))
    # The mark of an encrypted entry, in its own head and in the directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "mot de passe" in refusal(bytes(content))


def test_entries_that_share_their_bytes_are_a_bomb():
    content = files.package({"a.txt": b"\0" * 500_000, "b.txt": b"\0" * 500_000}, stored=("a.txt", "b.txt"))
    start = content.index(b"PK\x01\x02")
    length = struct.unpack_from("<L", content, len(content) - 10)[0]
    # The second entry of the directory points at the first one's bytes; what it had is cut out.
    kept, directory = content[: start // 2], bytearray(content[start : start + length])
    struct.pack_into("<L", directory, directory.index(b"PK\x01\x02", 4) + 42, 0)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, length, len(kept), 0)
    assert "démesuré" in refusal(kept + bytes(directory) + end)


def test_a_bomb_within_an_archive_is_refused_before_it_is_unpacked():
    bomb = files.docx(**{"word/media/image1.png": b"\0" * (200 * 2**20)})
    assert "démesuré" in refusal({"note.docx": bomb})


def test_an_archive_cut_in_the_middle_is_refused():
    content = files.package({f"{n}.txt": "x" * 900 for n in range(20)})
    assert "abîmé" in refusal(content[: len(content) // 2])


def test_an_entry_whose_bytes_are_not_what_the_directory_says_is_refused():
    content = files.package({"note.txt": b"Bonjour" * 40}, stored=("note.txt",))
    assert "abîmé" in refusal(content.replace(b"BonjourBonjour", b"BonsoirBonsoir"))
