"""The demo's content holds together, and its validator would say so if it did not."""

import shutil
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.long


def check(*arguments):
    command = [sys.executable, "-m", "intranet.demo.check", *map(str, arguments)]
    return subprocess.run(command, cwd=settings.ROOT, capture_output=True, text=True, check=False)


def test_the_content_holds_together():
    said = check()
    assert said.returncode == 0, said.stderr


@pytest.mark.parametrize(
    ("file", "was", "becomes", "said"),
    [
        ("people.yaml", "organisation: orsaine-metropole", "organisation: nowhere", "unknown organisation: nowhere"),
        ("spaces/cellule-cyber.yaml", "role: lead", "role: member", "has no lead"),
        ("news.yaml", "at: -2 09:00", "at: -2 9h", "bad date"),
        ("documents.yaml", "audience: pool", "audience: world", "not one of ['pool', 'space']: 'world'"),
    ],
)
def test_what_does_not_hold_is_named(tmp_path, file, was, becomes, said):
    content = tmp_path / "content"
    shutil.copytree(settings.DEMO_DIR, content)
    text = (content / file).read_text()
    assert was in text
    (content / file).write_text(text.replace(was, becomes))
    answer = check(content)
    assert answer.returncode == 1
    assert said in answer.stderr
