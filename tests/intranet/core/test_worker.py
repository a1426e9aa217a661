"""The worker runs what is asked, survives what fails, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.db import OperationalError, connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from intranet.core import jobs, worker
from intranet.core.jobs import Sweep, nudge, run_sweep
from intranet.core.models import SweepRun

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def database(django_db_setup, django_db_blocker):
    """What is written is committed, as for a worker, and taken away afterwards."""
    with django_db_blocker.unblock():
        yield
        DBTaskResult.objects.all().delete()
        SweepRun.objects.all().delete()
        connections.close_all()


@pytest.fixture
def queue(db):
    """An empty queue; the pages that migrations make have left jobs."""
    DBTaskResult.objects.all().delete()
    return DBTaskResult.objects


@pytest.fixture
def ran(monkeypatch):
    """A sweep, `test.sweep`, that marks that it ran."""
    ran = threading.Event()
    monkeypatch.setattr(jobs, "SWEEPS", {"test.sweep": Sweep("test.sweep", ran.set, timedelta(days=1))})
    return ran


@pytest.fixture
def running(database, monkeypatch):
    """A worker in this process, stopped afterwards."""
    monkeypatch.setattr(worker, "INTERVAL", 0.01)
    monkeypatch.setattr(worker, "PAUSE_AFTER_FAILURE", 0.01)
    running = worker.Worker(alone=True)
    yield running
    assert running.stop()


def test_what_is_nudged_is_run(running, ran, monkeypatch):
    monkeypatch.setattr(worker, "run_due", lambda: None)
    running.start()
    nudge("test.sweep")
    assert ran.wait(10)


def test_the_clock_nudges_what_is_due(running, ran):
    running.start()
    assert ran.wait(10)
    assert SweepRun.objects.get(name="test.sweep").nudged_at > timezone.now() - timedelta(minutes=1)


def test_a_job_that_fails_does_not_stop_the_next_one(running, ran, monkeypatch):
    monkeypatch.setattr(worker, "run_due", lambda: None)
    run_sweep.enqueue("nothing.of.that.name")
    running.start()
    nudge("test.sweep")
    assert ran.wait(10)


def test_a_worker_that_fails_begins_again(running, ran, monkeypatch):
    failures = [OperationalError("the server went away")] * 3
    real = worker.QueueWorker.run

    def run(self):
        if failures:
            raise failures.pop()
        real(self)

    monkeypatch.setattr(worker.QueueWorker, "run", run)
    running.start()
    assert ran.wait(10)
    assert not failures


def test_a_job_that_a_killed_worker_left_is_run(running, ran, monkeypatch):
    monkeypatch.setattr(worker, "run_due", lambda: None)
    nudge("test.sweep")
    DBTaskResult.objects.update(status="RUNNING", started_at=timezone.now() - timedelta(seconds=1))
    running.start()
    assert ran.wait(10)


def test_a_job_that_another_worker_runs_now_is_left_to_it(queue):
    for minutes in (1, 20):
        nudge("test.sweep")
        left = queue.filter(status="READY")
        left.update(status="RUNNING", started_at=timezone.now() - timedelta(minutes=minutes))
    assert worker.requeue_abandoned() == 1
    assert sorted(queue.values_list("status", flat=True)) == ["READY", "RUNNING"]


def test_finished_jobs_are_forgotten_the_failed_ones_later(queue, monkeypatch):
    monkeypatch.setattr(worker, "BATCH", 2)
    for status, days in [("SUCCESSFUL", 0), *[("SUCCESSFUL", 2)] * 3, ("FAILED", 2), ("FAILED", 15), ("READY", 0)]:
        nudge("test.sweep")
        new = queue.filter(status="READY", finished_at=None).order_by("enqueued_at").first()
        finished = None if status == "READY" else timezone.now() - timedelta(days=days)
        queue.filter(pk=new.pk).update(status=status, finished_at=finished)
    assert worker.prune_finished() == 4
    assert sorted(queue.values_list("status", flat=True)) == ["FAILED", "READY", "SUCCESSFUL"]


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.usefixtures("database")
def test_the_command_ends_cleanly_when_told_to(number):
    code = (
        "import os, django; from django.conf import settings;"
        f"settings.DATABASES['default']['NAME'] = {str(connection.settings_dict['NAME'])!r}; django.setup();"
        "from django.core.management import call_command; call_command('worker')"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "intranet.settings.test"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    )
    end = monotonic() + 30
    while not SweepRun.objects.exists() and monotonic() < end:  # the clock has struck: it works
        sleep(0.05)
    process.send_signal(number)
    _out, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (0, "")
