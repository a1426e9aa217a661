"""What holds for every template of the house."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = settings.ROOT
PACKAGES = ("intranet", "spaces", "knowledge", "search")
TEMPLATES = sorted(path for package in PACKAGES for path in (ROOT / package / "templates").rglob("*.html"))
# Their icons are those of the admin.
OF_WAGTAIL = ("blocks.py", "wagtail_hooks.py")
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "intranet/static/vendor/icons.svg").read_text()))


def short(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_compiles(path):
    folder = next(parent for parent in path.parents if parent.name == "templates")
    get_template(str(path.relative_to(folder)))


@pytest.mark.parametrize("path", TEMPLATES, ids=short)
def test_a_template_holds_no_inline_script_style_or_handler(path):
    source = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", path.read_text(), flags=re.S)
    for tag in re.findall(r"<script\b[^>]*>", source):
        assert " src=" in tag or 'nonce="' in tag, tag
    assert not re.search(r"<style\b(?![^>]*nonce=)", source)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+|hx-on[\w:-]*)=", source)
    assert "javascript:" not in source


def icons_named_in(path: Path) -> set[str]:
    source = path.read_text()
    if path.suffix == ".py":
        return set(re.findall(r"""\bicon(?:: str)? ?= ?["']([\w-]+)["']""", source))
    return set(re.findall(r"""{% icon ["']([\w-]+)["']""", source)) | set(
        re.findall(r"""\b(?:kicker_)?icon=["']([\w-]+)["']""", source)
    )


def test_every_icon_that_is_shown_is_in_the_sprite():
    code = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if path.name not in OF_WAGTAIL]
    missing = {
        (short(path), name) for path in [*TEMPLATES, *code] for name in icons_named_in(path) if name not in SYMBOLS
    }
    assert not missing
