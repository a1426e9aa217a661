"""The kinds of files that are taken, and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class FileRefused(ValidationError):
    """An upload is not taken; its message says why, and what to do, to whoever sent it."""

    @property
    def reason(self) -> str:
        """The one sentence."""
        return str(self.messages[0])


@dataclass(frozen=True)
class Kind:
    """One kind: what its content must be, whatever its name says."""

    extension: str
    mime_type: str
    # image, pdf, odf, ooxml, text or zip: how it is checked and how its words are read.
    family: str
    # Of an OOXML package: the type of its main part.
    main_part: str = ""

    @property
    def has_words(self) -> bool:
        """Whether search may find it by what it says."""
        return self.family not in ("image", "zip")


_ODF = "application/vnd.oasis.opendocument."
_OOXML = "application/vnd.openxmlformats-officedocument."
_KINDS = [
    Kind("odt", f"{_ODF}text", "odf"),
    Kind("ods", f"{_ODF}spreadsheet", "odf"),
    Kind("odp", f"{_ODF}presentation", "odf"),
    Kind("odg", f"{_ODF}graphics", "odf"),
    Kind("docx", f"{_OOXML}wordprocessingml.document", "ooxml", f"{_OOXML}wordprocessingml.document.main+xml"),
    Kind("xlsx", f"{_OOXML}spreadsheetml.sheet", "ooxml", f"{_OOXML}spreadsheetml.sheet.main+xml"),
    Kind("pptx", f"{_OOXML}presentationml.presentation", "ooxml", f"{_OOXML}presentationml.presentation.main+xml"),
    Kind("pdf", "application/pdf", "pdf"),
    Kind("jpg", "image/jpeg", "image"),
    Kind("png", "image/png", "image"),
    Kind("gif", "image/gif", "image"),
    Kind("webp", "image/webp", "image"),
    Kind("txt", "text/plain", "text"),
    Kind("csv", "text/csv", "text"),
    Kind("zip", "application/zip", "zip"),
]
KINDS = {kind.extension: kind for kind in _KINDS}
KINDS["jpeg"] = KINDS["jpg"]

# What a file picker offers first; the check of the content decides.
ACCEPT = ",".join(f".{extension}" for extension in KINDS)

TAKEN = _("Sont acceptés : PDF, ODT, ODS, ODP, DOCX, XLSX, PPTX, images JPEG, PNG, GIF ou WebP, TXT, CSV, ZIP.")
PROGRAM_INSIDE = _("Cette archive contient un programme : retirez-le, puis déposez-la de nouveau.")
PROGRAM = _("C’est un programme : il n’est pas accepté.")
MACROS = _("Il contient des macros : enregistrez-le sans macros, en ODT, ODS, DOCX ou XLSX, puis déposez-le.")
MARKUP = _("Une page web ou un dessin SVG peut cacher un programme : déposez un PDF ou une image.")
ARCHIVE = _("Seules les archives ZIP sont acceptées : déposez un ZIP, ou les fichiers qu’elle contient.")
NESTED = _("Il contient une autre archive, que l’on ne peut pas vérifier : déposez-la à part, ou ses fichiers.")
INSIDE = _("Il contient « %(name)s ». %(reason)s")
LOCKED = _("Il est protégé par un mot de passe : déposez-le sans mot de passe, l’espace en garde l’accès.")
OLD = _("Ce format ancien peut cacher des macros : enregistrez-le en ODT, ODS, DOCX ou XLSX.")
PHOTO = _("Ce format de photo ne se lit pas partout : enregistrez-la en JPEG.")
DAMAGED = _("Il est abîmé ou incomplet : vérifiez qu’il s’ouvre chez vous, puis déposez-le de nouveau.")
EMPTY = _("Il est vide.")
BOMB = _("Une fois ouvert, il serait démesuré : il n’est pas accepté.")
MISMATCH = _("Son contenu n’est pas celui d’un fichier %(extension)s : enregistrez-le de nouveau avec le bon logiciel.")
UNKNOWN = _("Ce genre de fichier n’est pas accepté.")

_PROGRAMS = """
    exe msi bat cmd com scr pif cpl msc reg chm ps1 psm1 vb vbs vbe wsf wsh js jse mjs jar war class jnlp sh bash py
    php pl dll so apk app dmg deb rpm lnk url scf hta msix appx msp mst xll wll gadget inf sct wsc shb run elf desktop
    command csh zsh ksh pyw pyc rb ps2 iqy xbap
"""
_BY_EXTENSION = [
    (PROGRAM, _PROGRAMS),
    (MACROS, "docm dotm xlsm xltm xlam xlsb pptm potm ppsm ppam"),
    (MARKUP, "svg svgz html htm xhtml mht mhtml xml xsl swf"),
    (ARCHIVE, "rar 7z tar gz tgz bz2 xz zst cab iso arj"),
    (OLD, "doc xls ppt dot xlt pot pps rtf"),
    (PHOTO, "heic heif avif tif tiff bmp dng raw cr2 nef"),
]
REASONS = {extension: reason for reason, extensions in _BY_EXTENSION for extension in extensions.split()}
EXECUTABLE = frozenset(_PROGRAMS.split())
WITH_MACROS = frozenset(extension for extension, reason in REASONS.items() if reason is MACROS)
