import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.templatetags.static import static
from django.test import override_settings

from intranet.core.staticfiles import BUNDLE, collect_if_stale, inline_imports

SOURCE = Path(settings.STATICFILES_DIRS[0])
VENDOR = SOURCE / "vendor"


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The static files, collected once for this module, away from those of the site."""
    folder = tmp_path_factory.mktemp("collected") / "static"
    with override_settings(STATIC_ROOT=folder):
        assert collect_if_stale()
        yield folder


def served(root, name):
    return root / static(name).removeprefix("/static/")


def test_the_bundle_holds_every_stylesheet_once_and_imports_nothing():
    text = inline_imports(BUNDLE, lambda name: (SOURCE / name).read_text())
    assert "@import" not in text
    for sheet in sorted((SOURCE / "css").glob("*.css")):
        if sheet.name != "parvis.css":
            assert text.count(sheet.read_text()) == 1, f"{sheet.name} is not imported once by parvis.css"


def test_the_bundle_keeps_the_order_of_the_layers():
    files = {
        "css/a.css": '@layer x, y;\n@import url("b.css") layer(y);\n@import url("c.css") layer(x);\n',
        "css/b.css": "b{}",
        "css/c.css": "c{}",
    }
    assert inline_imports("css/a.css", files.__getitem__) == "@layer x, y;\n@layer y {\nb{}}\n@layer x {\nc{}}\n"


def test_an_import_that_the_bundle_cannot_place_is_refused():
    with pytest.raises(ValueError, match="import"):
        inline_imports("css/a.css", {"css/a.css": '@import "b.css";'}.__getitem__)


def test_third_party_files_are_those_of_the_list():
    listed = re.findall(r"^\| `([^`]+)` .*\| (\d+) \| `([0-9a-f]{64})` \|$", (VENDOR / "README.md").read_text(), re.M)
    assert {name for name, _, _ in listed} == {
        str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.suffix not in (".md", ".txt", "")
    }
    for name, size, checksum in listed:
        content = (VENDOR / name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (int(size), checksum), name


def test_pages_link_one_stylesheet_under_a_name_that_follows_its_content(root):
    sheet = served(root, BUNDLE)
    assert re.fullmatch(r"parvis\.[0-9a-f]{12}\.css", sheet.name)
    assert "@import" not in sheet.read_text()
    assert "@import" not in (root / BUNDLE).read_text()


def test_what_the_stylesheet_and_the_modules_name_is_hashed_too(root):
    named = re.findall(r'url\("\.\./([^"]+)"\)', served(root, BUNDLE).read_text())
    modules = re.findall(r'import "\./([^"]+)"', served(root, "js/parvis.js").read_text())
    assert len(named) == len(list((VENDOR / "fonts").glob("*.woff2")))
    assert len(modules) > 5
    for name in [*named, *(f"js/{module}" for module in modules)]:
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), name
        assert (root / name).exists()


@pytest.mark.parametrize("name", [BUNDLE, "vendor/icons.svg", "django_htmx/htmx-2.min.js"])
def test_text_files_wait_compressed(root, name):
    sheet = served(root, name)
    assert gzip.decompress(sheet.with_name(sheet.name + ".gz").read_bytes()) == sheet.read_bytes()


def test_what_every_page_loads_is_light(root):
    """Fonts, styles, scripts and icons, as they travel; the page itself adds about a sixth."""
    names = [BUNDLE, "vendor/icons.svg", "favicon.svg", "django_htmx/htmx-2.min.js"]
    names += [f"js/{path.name}" for path in (SOURCE / "js").glob("*.js")]
    fonts = ["vendor/fonts/bricolage-grotesque-fr.woff2", "vendor/fonts/atkinson-next-fr.woff2"]
    sizes = [len(gzip.compress(served(root, name).read_bytes())) for name in names]
    sizes += [served(root, name).stat().st_size for name in fonts]
    assert sum(sizes) < 110_000


def test_nothing_is_collected_again_until_a_source_changes(root, tmp_path):
    assert not collect_if_stale()
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "new.css").write_text("b{}")
    with override_settings(STATICFILES_DIRS=[*settings.STATICFILES_DIRS, tmp_path]):
        assert collect_if_stale()
        assert served(root, "css/new.css").exists()


def test_every_behaviour_is_loaded(root):
    loaded = set(re.findall(r'import "\./([^"]+)"', (SOURCE / "js" / "parvis.js").read_text()))
    written = {path.name for path in (SOURCE / "js").glob("*.js")} - {"parvis.js"}
    imported_by_others = {
        name for path in (SOURCE / "js").glob("*.js") for name in re.findall(r'from "\./([^"]+)"', path.read_text())
    }
    pages = [page.read_text() for page in SOURCE.parent.parent.glob("*/templates/**/*.html")]
    loaded_by_pages = {name for page in pages for name in re.findall(r"static 'js/([^']+)'", page)}
    assert written <= loaded | imported_by_others | loaded_by_pages
