"""Files of every kind, honest and hostile, made in memory."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfReader, PdfWriter

ODT = "application/vnd.oasis.opendocument.text"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
GPS = 0x8825


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """`content` as a browser sends it."""
    return SimpleUploadedFile(name, content)


def pdf(text: str = "Bonjour") -> bytes:
    """A PDF of one page that says `text` (letters of Latin-1)."""
    drawn = b"BT /F1 12 Tf 72 720 Td (%s) Tj ET" % text.encode("latin-1").translate(None, b"()\\")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + table
    return out + b"trailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def locked_pdf(password: str) -> bytes:
    """A PDF that its owner has encrypted; without a `password` it opens all the same, and forbids the rest."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf("Secret"))))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def package(entries: dict[str, bytes | str], stored: tuple[str, ...] = ("mimetype",)) -> bytes:
    """A zip archive of `entries`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def odt(text: str = "Bonjour", **more: bytes | str) -> bytes:
    """An ODF text of one paragraph; `more` adds entries."""
    body = f"<office:document-content xmlns:office='o' xmlns:text='t'><text:p>{text}</text:p></office:document-content>"
    manifest = "<manifest:manifest xmlns:manifest='m'/>"
    return package({"mimetype": ODT, "content.xml": body, "META-INF/manifest.xml": manifest, **more})


def docx(text: str = "Bonjour", types: str = _WORD, **more: bytes | str) -> bytes:
    """An OOXML text of one paragraph; `types` is what its main part says it is, `more` adds entries."""
    table = f"<Types xmlns='c'><Override PartName='/word/document.xml' ContentType='{types}'/></Types>"
    body = f"<w:document xmlns:w='{_W}'><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    return package({"[Content_Types].xml": table, "word/document.xml": body, **more})


def photo(size: tuple[int, int] = (40, 20), **exif: object) -> bytes:
    """A JPEG from a phone held upright: turned by its EXIF, taken somewhere, with a comment."""
    marks = Image.Exif()
    marks[0x0112] = 6
    marks[0x010F] = "TelephoneDeMarie"
    marks.get_ifd(GPS)[2] = (48.0, 51.0, 30.0)
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, "JPEG", exif=marks, comment=b"secret de Marie")
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB") -> bytes:
    """A plain picture."""
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind)
    return out.getvalue()


def animation(frames: int = 3) -> bytes:
    """A GIF that moves."""
    pictures = [Image.new("RGB", (20, 20), (80 * n, 0, 0)) for n in range(frames)]
    out = io.BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=120, loop=0)
    return out.getvalue()


def huge_png(side: int = 30_000) -> bytes:
    """A few bytes that would be `side` × `side` pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 10_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg_claiming(side: int = 30_000) -> bytes:
    """A small JPEG whose head says it is `side` pixels wide and high."""
    content = bytearray(picture("JPEG"))
    at = content.index(b"\xff\xc0")
    content[at + 5 : at + 9] = side.to_bytes(2, "big") * 2
    return bytes(content)
