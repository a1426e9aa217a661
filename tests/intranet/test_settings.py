"""Parvis starts safe, or not at all (`docs/operations.md`): each refusal in a process of its own."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.long

SAFE = {
    "PARVIS_MODE": "production",
    "PARVIS_SECRET_KEY": "a-key-of-sixty-letters-that-is-only-known-to-this-one-test-1234",
    "PARVIS_URL": "https://parvis.example",
    "PARVIS_HOSTS": "parvis.example",
}
OURS = ("PARVIS_", "DATABASE_", "REDIS_", "ELASTICSEARCH_", "EMAIL_", "DJANGO_")


CHECK = ("manage.py", "check")
# As much as decides whether it starts, without the seconds that every app takes.
SETTINGS = ("-c", "import intranet.settings")


def start(tmp_path, program=CHECK, **environment):
    """A process with this environment and nothing of ours from outside; None takes a name away."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    given = {"PARVIS_DATA_DIR": str(tmp_path), **SAFE, **environment}
    return subprocess.run(
        [sys.executable, *program],
        cwd=settings.ROOT,
        env=inherited | {name: value for name, value in given.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_safe_production_starts(tmp_path):
    started = start(tmp_path)
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PARVIS_MODE": None, "PARVIS_SECRET_KEY": None}, "PARVIS_SECRET_KEY must be set"),
        ({"PARVIS_SECRET_KEY": "short"}, "PARVIS_SECRET_KEY must be set, 50 characters at least"),
        ({"PARVIS_URL": None}, "PARVIS_URL must be set and start with https://"),
        ({"PARVIS_URL": "http://parvis.example"}, "PARVIS_URL must be set and start with https://"),
        ({"PARVIS_HOSTS": None}, "PARVIS_HOSTS must name the site's hosts"),
        ({"PARVIS_HOSTS": "*"}, "PARVIS_HOSTS must name the site's hosts"),
        ({"PARVIS_REQUIRE_MFA": "off"}, "PARVIS_REQUIRE_MFA may not be off in production"),
        ({"PARVIS_REQUIRE_MFA": "perhaps"}, 'Environment variable "PARVIS_REQUIRE_MFA" invalid'),
        ({"PARVIS_MODE": "prod"}, "PARVIS_MODE is production, demo, development or test, not 'prod'"),
        ({"PARVIS_MODE": ""}, "PARVIS_MODE is production, demo, development or test, not ''"),
        ({"PARVIS_SECRET_KEY_FILE": "/nowhere/key"}, "No such file or directory: '/nowhere/key'"),
        ({"PARVIS_MAX_UPLOAD_MB": "much"}, 'Environment variable "PARVIS_MAX_UPLOAD_MB" invalid'),
        ({"PARVIS_SEARCH_ENGINE": "other"}, "PARVIS_SEARCH_ENGINE is database or elasticsearch, not 'other'"),
        ({"PARVIS_SEARCH_ENGINE": "elasticsearch"}, "ELASTICSEARCH_URL must be set"),
    ],
    ids=lambda value: " ".join(f"{name}={word}" for name, word in value.items()) if isinstance(value, dict) else "",
)
def test_an_unsafe_start_is_refused_and_says_why(tmp_path, environment, said):
    refused = start(tmp_path, **environment)
    assert refused.returncode != 0
    assert said in refused.stderr


def test_every_reason_is_told_at_once(tmp_path):
    told = start(tmp_path, PARVIS_SECRET_KEY=None, PARVIS_URL=None, PARVIS_HOSTS=None).stderr
    assert all(name in told.splitlines()[-1] for name in ("PARVIS_SECRET_KEY", "PARVIS_URL", "PARVIS_HOSTS"))


def test_a_secret_is_read_from_the_file_that_is_named(tmp_path):
    (tmp_path / "key").write_text(SAFE["PARVIS_SECRET_KEY"] + "\n")
    started = start(tmp_path, SETTINGS, PARVIS_SECRET_KEY=None, PARVIS_SECRET_KEY_FILE=str(tmp_path / "key"))
    assert started.returncode == 0, started.stderr


@pytest.mark.parametrize("mode", ["demo", "development"])
def test_a_mode_that_is_not_production_starts_alone_and_keeps_its_secret_to_itself(tmp_path, mode):
    started = start(tmp_path, SETTINGS, PARVIS_MODE=mode, PARVIS_SECRET_KEY=None, PARVIS_URL=None, PARVIS_HOSTS=None)
    assert started.returncode == 0, started.stderr
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0
