"""Having files looked at by the antivirus, where there is one."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intranet.audit import actions as audit
from intranet.core.jobs import nudge

from ..antivirus import Unavailable, Unscannable, scan
from ..models import ScanState, StoredFile, TextState
from .storing import delete_bytes

# One that was sent this long ago and of which nothing was heard is sent again.
RETRY = timedelta(minutes=10)
RUN_SECONDS = 300
# What it cannot look into is refused after so many answers; an antivirus that is away counts for none.
MAX_ATTEMPTS = 5
logger = logging.getLogger(__name__)


def scan_waiting_files() -> int:
    """Have the antivirus look at what it has not seen, the oldest first, for five minutes at most. Returns how many.

    Idempotent: each is claimed before it is sent. When the antivirus is away nothing changes: the next run asks again.
    Effects: a clean file is served and its words asked for; of an infected one the bytes go, and audit; one into which
    it says again and again that it cannot look stays closed with its reason, and audit (`scan_again`).
    """
    began, count = time.monotonic(), 0
    while settings.CLAMAV_URL and time.monotonic() - began < RUN_SECONDS:
        stored = _claim_next()
        if stored is None:
            return count
        try:
            with stored.content.open("rb") as file:
                found = scan(file)
        except Unavailable as error:
            logger.warning("The antivirus is away: %s", error)
            StoredFile.objects.filter(pk=stored.pk).update(scan_tried_at=None)
            return count
        except (Unscannable, FileNotFoundError) as error:
            # Where it was kept is nobody's to read.
            _put_off(stored, str(error) if isinstance(error, Unscannable) else "its bytes are missing")
            continue
        _conclude(stored, found)
        count += 1
    return count


def scan_again() -> list[StoredFile]:
    """Have the antivirus look anew at what it could not look into, once its settings or its rules have changed; return
    the files. For whoever runs the site.
    """
    with transaction.atomic():
        refused = list(StoredFile.objects.select_for_update().filter(scan_state=ScanState.REFUSED).order_by("pk"))
        for stored in refused:
            stored.scan_state, stored.scan_attempts, stored.scan_tried_at = ScanState.WAITING, 0, None
            stored.save(update_fields=["scan_state", "scan_attempts", "scan_tried_at"])
        if refused:
            nudge("files.scan")
    return refused


def _claim_next() -> StoredFile | None:
    now = timezone.now()
    free = Q(scan_tried_at=None) | Q(scan_tried_at__lt=now - RETRY)
    for stored in StoredFile.objects.filter(free, scan_state=ScanState.WAITING).defer("text").order_by("pk")[:50]:
        if StoredFile.objects.filter(free, pk=stored.pk, scan_state=ScanState.WAITING).update(scan_tried_at=now):
            return stored
    return None


def _conclude(stored: StoredFile, found: str) -> None:
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(pk=stored.pk).first()
        if row is None:  # deleted while it was looked at
            return
        stored = row
        stored.scan_state = ScanState.INFECTED if found else ScanState.CLEAN
        stored.scan_found = found[:200]
        changed = ["scan_state", "scan_found"]
        if found:
            stored.text, stored.text_state = "", TextState.NONE
            changed += ["text", "text_state"]
            audit.record(None, "file.infected", stored, found=stored.scan_found, sha256=stored.sha256)
            transaction.on_commit(partial(delete_bytes, str(stored.content.name)))
        elif stored.text_state == TextState.WAITING:
            nudge("files.extract")
        # Saved, not updated: whoever it belongs to may hear of it.
        stored.save(update_fields=changed)


def _put_off(stored: StoredFile, why: str) -> None:
    logger.error("Stored file %s cannot be looked into: %s", stored.pk, why)
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(pk=stored.pk, scan_state=ScanState.WAITING).first()
        if row is None:
            return
        row.scan_attempts += 1
        row.scan_found = why[:200]
        if row.scan_attempts >= MAX_ATTEMPTS:
            row.scan_state = ScanState.REFUSED
            audit.record(None, "file.unscannable", row, why=row.scan_found, sha256=row.sha256)
        row.save(update_fields=["scan_attempts", "scan_found", "scan_state"])
