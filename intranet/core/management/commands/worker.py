"""`manage.py worker`: a worker process, as many of them as wanted."""

import signal
import sys
import threading

from django.core.management.base import BaseCommand

from intranet.core.worker import Worker


class Command(BaseCommand):
    """Runs jobs until it is told to stop, then finishes the one at hand."""

    help = "Run background jobs and keep their clock. SIGTERM or Ctrl-C finishes the job at hand and ends."

    def handle(self, **options):
        told = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: told.set())
        worker = Worker(alone=False)
        worker.start()
        told.wait()
        if not worker.stop(timeout=60):
            self.stderr.write("A job was cut short; it will be run again.")
            sys.exit(1)
