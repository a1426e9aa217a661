"""Sending a stored file: whole or in part, once the caller has asked the rule; never from a public address."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header, parse_etags

from intranet.core.serving import LargeFileResponse

from . import thumbnails
from .models import ScanState, StoredFile

# Opened in a tab, a file is nobody's page: no script, no form, no frame, no request to anywhere.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'"
# A browser's own PDF reader does not start in a sandbox; it has no script of ours to run either. Our pages frame it.
PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
logger = logging.getLogger(__name__)


def serve_file(request: HttpRequest, stored: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The bytes of `stored`: a download, or with `inline` what a browser shows by itself (an image, a PDF).

    Conditional (ETag) and partial (one range) requests are answered; nothing is kept without asking again. What waits
    for the antivirus is given to nobody: a page says so.
    """
    if stored.is_withheld:
        return _withheld(request, stored)
    etag = f'"{stored.sha256[:40]}"'
    inline = inline and stored.opens_in_browser
    response = _not_modified(request, etag) or _body(request, partial(_part_of, stored), stored.size, etag)
    response["Content-Type"] = stored.mime_type
    response["Content-Disposition"] = content_disposition_header(not inline, stored.name)
    is_framed = inline and stored.mime_type == "application/pdf"
    response["X-Frame-Options"] = "SAMEORIGIN" if is_framed else "DENY"
    return _guarded(response, etag, PDF_POLICY if is_framed else SANDBOX)


def serve_thumbnail(request: HttpRequest, stored: StoredFile, size: str) -> HttpResponseBase:
    """The small picture of an image, by the same rule; 404 for what has none, or may not be given yet."""
    if stored.is_withheld or not stored.is_image or size not in thumbnails.SIZES:
        raise Http404
    etag = f'"{stored.sha256[:40]}-{size}"'
    response = _not_modified(request, etag)
    if not response:
        try:
            small = thumbnails.open_thumbnail(stored, size)
        except FileNotFoundError as error:
            logger.error("Stored file %s has lost its bytes", stored.pk)
            raise Http404 from error
        response = _body(request, partial(_part_from, small), small.size, etag)
        if response.status_code == 416:
            small.close()
    response["Content-Type"] = thumbnails.MIME_TYPE
    return _guarded(response, etag, SANDBOX)


def _withheld(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    if stored.scan_state == ScanState.INFECTED:
        raise Http404
    response = render(request, "files/waiting.html", {"file": stored}, status=503)
    if stored.scan_state == ScanState.WAITING:
        response["Retry-After"] = "60"
    response["Cache-Control"] = "no-store"
    return response


def _part_of(stored: StoredFile, start: int, length: int) -> Any:
    """A part of the stored bytes; from a store that is elsewhere, no more than that part travels."""
    storage, name = stored.content.storage, str(stored.content.name)
    try:
        if hasattr(storage, "open_part"):
            return _Part(storage.open_part(name, start, length), length)
        return _part_from(stored.content.open("rb"), start, length)
    except FileNotFoundError as error:
        logger.error("Stored file %s has lost its bytes", stored.pk)
        raise Http404 from error


def _part_from(file: Any, start: int, length: int) -> Any:
    file.seek(start)
    return _Part(file, length)


def _not_modified(request: HttpRequest, etag: str) -> HttpResponse | None:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if known == ["*"] or etag in [each.removeprefix("W/") for each in known]:
        return HttpResponse(status=304)
    return None


def _body(request: HttpRequest, part_of: Callable[[int, int], Any], size: int, etag: str) -> HttpResponseBase:
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    part = _asked_part(asked, size)
    if part is None:
        response: HttpResponseBase = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{size}"
        return response
    start, length = part
    response = LargeFileResponse(part_of(start, length), status=206 if asked and length < size else 200)
    if response.status_code == 206:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{size}"
    response["Content-Length"] = str(length)
    return response


def _asked_part(asked: str, size: int) -> tuple[int, int] | None:
    """(start, length) of what is asked; all of it for what is not one range of bytes; None when it is out of reach."""
    found = _RANGE.fullmatch(asked.strip())
    if not found or not any(found.groups()):
        return 0, size
    first, last = found.groups()
    if not first:
        length = min(int(last), size)
        return (size - length, length) if length else None
    start, end = int(first), min(int(last or size - 1), size - 1)
    if last and int(last) < int(first):
        return 0, size
    return (start, end - start + 1) if start < size else None


def _guarded(response: HttpResponseBase, etag: str, policy: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = policy
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])
    return response


class _Part:
    """The next `length` bytes of an open file."""

    def __init__(self, file: Any, length: int) -> None:
        self.file, self.left = file, length

    def read(self, size: int) -> bytes:
        block: bytes = self.file.read(min(size, self.left))
        self.left -= len(block)
        return block

    def close(self) -> None:
        self.file.close()
