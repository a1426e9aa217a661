"""The worker: runs the queue's jobs and keeps the clock, in a process of its own or in threads of the server."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections, connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker
from django_tasks_db.models import DBTaskResult

from .jobs import run_due

INTERVAL = 0.5
CLOCK = 15
PAUSE_AFTER_FAILURE = 2
# No sweep lasts this long: a row running since then was left behind by a worker that was killed.
ABANDONED = timedelta(minutes=15)
KEPT = {"SUCCESSFUL": timedelta(days=1), "FAILED": timedelta(days=14)}
BATCH = 1000
logger = logging.getLogger(__name__)


class Worker:
    """Two threads: one runs jobs, one nudges the sweeps that are due. Either begins again after a failure."""

    def __init__(self, *, alone: bool) -> None:
        # Alone on its database (the embedded default), whatever is marked as running at the start was left behind.
        self.alone = alone
        self.stopping = threading.Event()
        self._queue: QueueWorker | None = None
        self._threads = [
            threading.Thread(target=self._keep, args=[work], name=name, daemon=True)
            for name, work in {"worker": self._run_jobs, "clock": self._run_clock}.items()
        ]

    def start(self) -> None:
        """Begin, in the background."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10) -> bool:
        """Finish the job at hand and end; whether it ended within `timeout` seconds."""
        self.stopping.set()
        if self._queue is not None:
            self._queue.running = False
        for thread in self._threads:
            thread.join(timeout)
        return not any(thread.is_alive() for thread in self._threads)

    def _keep(self, work: Callable[[], None]) -> None:
        try:
            while not self.stopping.is_set():
                try:
                    work()
                except Exception:
                    logger.exception("The %s failed and begins again", threading.current_thread().name)
                    close_old_connections()
                    self.stopping.wait(PAUSE_AFTER_FAILURE)
        finally:
            connections.close_all()

    def _run_jobs(self) -> None:
        requeue_abandoned(timedelta() if self.alone else ABANDONED)
        self._queue = QueueWorker(
            queue_names=["*"],
            interval=INTERVAL,
            batch=False,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if not self.stopping.is_set():
            self._queue.run()

    def _run_clock(self) -> None:
        pause = 0.0
        while not self.stopping.wait(pause):
            close_old_connections()
            run_due()
            close_old_connections()
            pause = CLOCK


def requeue_abandoned(older_than: timedelta = ABANDONED) -> int:
    """Put jobs that a killed worker left running back in the queue: they are idempotent. Returns how many."""
    left = DBTaskResult.objects.running().filter(started_at__lte=timezone.now() - older_than)
    return left.update(status="READY", started_at=None)


def prune_finished() -> int:
    """Delete the rows of finished jobs that nobody will look at any more, a batch at a time. Returns how many."""
    count = 0
    for status, kept in KEPT.items():
        old = DBTaskResult.objects.filter(status=status, finished_at__lt=timezone.now() - kept)
        while ids := list(old.order_by().values_list("pk", flat=True)[:BATCH]):
            count += DBTaskResult.objects.filter(pk__in=ids).delete()[0]
    return count


@asynccontextmanager
async def embedded() -> AsyncIterator[None]:
    """The worker as threads of the server, where the settings say so."""
    if not settings.EMBEDDED_WORKER:
        yield
        return
    worker = Worker(alone=True)
    worker.start()
    try:
        yield
    finally:
        await asyncio.to_thread(worker.stop)
