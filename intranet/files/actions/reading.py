"""Learning the words of files, for search."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from intranet.core.jobs import nudge

from ..extraction.isolation import Stopped, Unreadable, words_of
from ..models import ScanState, StoredFile, TextState

MAX_ATTEMPTS = 3
# A reader that was tried this long ago and left no word was killed with its worker.
RETRY = timedelta(minutes=10)
# One run of the sweep: the next takes over.
RUN_SECONDS = 300
logger = logging.getLogger(__name__)


def read_waiting_texts() -> int:
    """Learn the words of files that wait for it, the oldest first, for five minutes at most. Returns how many.

    Idempotent: each is claimed before it is read, so that two workers never read one; given up after three attempts.
    """
    began, count = time.monotonic(), 0
    _give_up()
    while time.monotonic() - began < RUN_SECONDS:
        stored = _claim_next()
        if stored is None:
            return count
        _learn(stored)
        count += 1
    nudge("files.extract")
    return count


def _give_up() -> None:
    """What was tried often enough without a word back killed its worker each time."""
    tried = StoredFile.objects.filter(text_tried_at__lt=timezone.now() - RETRY, text_attempts__gte=MAX_ATTEMPTS)
    for stored in tried.filter(text_state=TextState.WAITING):
        stored.text_state = TextState.FAILED
        stored.save(update_fields=["text_state"])


def _claim_next() -> StoredFile | None:
    now = timezone.now()
    free = Q(text_tried_at=None) | Q(text_tried_at__lt=now - RETRY)
    waiting = StoredFile.objects.filter(free, text_state=TextState.WAITING, text_attempts__lt=MAX_ATTEMPTS)
    if settings.CLAMAV_URL:
        waiting = waiting.filter(scan_state=ScanState.CLEAN)
    for stored in waiting.defer("text").order_by("pk")[:50]:
        mine = StoredFile.objects.filter(free, pk=stored.pk, text_attempts=stored.text_attempts)
        stored.text_attempts += 1
        stored.text_tried_at = now
        if mine.update(text_attempts=stored.text_attempts, text_tried_at=now):
            return stored
    return None


def _learn(stored: StoredFile) -> None:
    try:
        with stored.content.open("rb") as file:
            stored.text = words_of(file, stored.extension)
        stored.text_state = TextState.DONE if stored.text else TextState.NONE
    except (Unreadable, FileNotFoundError) as error:
        logger.warning("No words in stored file %s: %s", stored.pk, error)
        stored.text_state = TextState.FAILED
    except Stopped as error:
        logger.warning("Reading stored file %s was stopped: %s", stored.pk, error)
        if stored.text_attempts < MAX_ATTEMPTS:
            return
        stored.text_state = TextState.FAILED
    # Saved, not updated: search hears of it.
    stored.save(update_fields=["text", "text_state"])
