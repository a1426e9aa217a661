"""The house keeps its own rules: which files there are, how long, what they may hold."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command

ROOT = settings.ROOT
PACKAGES = ("intranet", "spaces", "knowledge", "search")

# The files of an app, each with its role (or a folder of that name, one noun a module).
ROLES = {
    "constants", "querysets", "blocks", "models", "policies", "notification_types", "actions", "forms", "schemas",
    "views", "api", "tasks", "search_sources", "live_streams", "demo", "urls", "signals", "wagtail_hooks", "apps",
}  # fmt: skip
FROM_DJANGO = {"__init__", "migrations", "management", "templatetags"}
# What is an engine rather than a noun with pages has names of its own.
OWN_NAMES = {
    # Domain-free: what every app may use.
    "intranet.core": {
        "confirmation", "context_processors", "crests", "dates", "fields", "fingerprints", "jobs", "lifespan",
        "middleware", "plugs", "prepared", "rules", "secrets", "serving", "sqlite", "square", "staticfiles", "text",
        "wording", "worker",
    },
    # The real-time engine: from the row that is written to the socket that hears it.
    "intranet.live": {
        "consumer", "courier", "database", "engine", "feeds", "frames", "heart", "history", "hub", "limits", "listener",
        "protocol", "publish", "routing", "rules", "sockets", "subscriptions",
    },
    # From the upload to the bytes that are served.
    "intranet.files": {"antivirus", "extraction", "images", "intake", "kinds", "serving", "stores", "thumbnails"},
    # What the admin may open is asked on every request.
    "intranet.home": {"middleware"},
    # Refusals are heard on every request.
    "intranet.audit": {"middleware"},
    # Who may come in is asked on every request; allauth asks its adapter.
    "intranet.accounts": {"adapter", "middleware", "second_factor", "sessions"},
    # The story, its validator, and what starts it.
    "intranet.demo": {"check", "content", "start", "story"},
    # From the thing that is written to the hit that is shown.
    "search": {
        "analysis", "asked", "correction", "drift", "edits", "engines", "evaluation", "passages", "projection",
        "queries", "rebuild", "shapes", "sources", "sync", "synonyms", "templates",
    },
}  # fmt: skip
# Beside the apps of a package: its templates; for the ground also what makes the site of them.
BESIDE_APPS = {"__init__", "templates"}
BESIDE_APPS_OF_THE_GROUND = {"asgi", "locale", "settings", "static", "urls"}

LINES = 300
# Not written here, or not to be read: third-party files, generated ones, the demo's tale.
NOT_MEASURED = {"vendor", "migrations", "locale", "content"}
# Read by name by what we use: Django's error pages, allauth's and Wagtail's own templates.
FOUND_BY_OTHERS = re.compile(r"^(?:\d{3}\.html|account/|mfa/|usersessions/|allauth/|wagtail\w*/)")


def tracked(*patterns: str) -> list[Path]:
    """Files that are in the project or about to be, less those that were removed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted(ROOT / name for name in set(listed) if (ROOT / name).is_file())


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def apps() -> dict[str, Path]:
    """Every app of the house: its dotted name and its folder."""
    return {
        app.removesuffix(".apps"): ROOT / app.replace(".", "/")
        for app in settings.INSTALLED_APPS
        if app.split(".")[0] in PACKAGES
    }


def names_in(folder: Path) -> set[str]:
    files = {path.relative_to(folder).parts[0] for path in tracked(f"{folder}/")}
    return {name.removesuffix(".py") for name in files}


@pytest.mark.parametrize("app", apps())
def test_an_app_has_only_files_whose_role_is_known(app):
    assert names_in(apps()[app]) - ROLES - FROM_DJANGO - OWN_NAMES.get(app, set()) == set()


def test_the_names_that_some_apps_have_for_themselves_are_all_in_use():
    for app, own in OWN_NAMES.items():
        assert own - names_in(apps()[app]) == set(), app


def test_a_package_holds_apps_and_nothing_else():
    for package in PACKAGES[:-1]:
        known = {app.split(".")[1] for app in apps() if app.startswith(f"{package}.")} | BESIDE_APPS
        if package == "intranet":
            known |= BESIDE_APPS_OF_THE_GROUND
        assert names_in(ROOT / package) - known == set()


def test_nothing_is_called_after_having_no_name():
    nameless = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [short(path) for path in tracked("*.py", "*.js", "*.css") if path.stem in nameless] == []
    assert [short(path) for path in tracked() if nameless & set(path.relative_to(ROOT).parts)] == []


def test_a_file_is_read_in_one_go():
    lengths = {
        short(path): len(path.read_text().splitlines())
        for path in tracked("*.py", "*.css", "*.js", "*.html")
        if not NOT_MEASURED & set(path.relative_to(ROOT).parts)
    }
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_a_public_rule_or_verb_says_what_it_does():
    silent = []
    for path in tracked(*(f"{package}/*.py" for package in PACKAGES)):
        if {path.stem, *path.relative_to(ROOT).parts} & {"policies", "actions", "querysets"}:
            for node in ast.walk(ast.parse(path.read_text())):
                is_named = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
                if is_named and not node.name.startswith("_") and not ast.get_docstring(node):
                    silent.append(f"{short(path)}:{node.lineno} {node.name}")
    assert silent == []


def test_an_import_hides_in_a_function_only_while_apps_are_loading():
    # The demo's library is installed in the demo only.
    allowed = {"intranet/demo/wagtail_hooks.py"}
    hidden = {
        short(path)
        for path in tracked("*.py")
        if path.name != "apps.py" and re.search(r"# noqa:.*\bPLC0415", path.read_text())
    }
    assert hidden - {"tests/test_architecture.py"} == allowed


NAMED = re.compile(r"`([\w./-]+\.(?:py|html|js|css|md|yml))(?:: (\w+))?")


@pytest.mark.parametrize("text", ["README.md", "docs/operations.md", "docs/permissions.md", "docs/decisions.md"])
def test_what_a_text_names_is_there(text):
    paths = [path for path in tracked() if path.suffix in {".py", ".html", ".js", ".css", ".md", ".yml"}]
    lost = []
    for name, inside in NAMED.findall((ROOT / text).read_text()):
        found = [path for path in paths if f"/{path.relative_to(ROOT)}".endswith(f"/{name.lstrip('./')}")]
        if not found or (inside and not any(re.search(rf"\b{inside}\b", path.read_text()) for path in found)):
            lost.append(f"{name} {inside}".strip())
    assert lost == []


def test_nothing_is_left_for_later():
    left = re.compile(r"(?:#|//|/\*|<!--|{#|^).*\b(?:TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b(?! = | =|,|\))")
    found = [
        f"{short(path)}: {line.strip()}"
        for path in tracked("*.py", "*.js", "*.css", "*.html", "*.md", "*.toml", "*.yml", "Makefile", "Dockerfile")
        if not {"vendor", "content"} & set(path.parts)
        for line in path.read_text().splitlines()
        if left.search(line) and "StepState" not in line
    ]
    assert found == []


def templates() -> dict[str, Path]:
    """Every template of ours, by the name it is asked by."""
    folders = [ROOT / package / "templates" for package in PACKAGES]
    return {str(path.relative_to(folder)): path for folder in folders for path in sorted(folder.rglob("*.*"))}


def test_every_template_is_used():
    sources = [path.read_text() for path in tracked(*(f"{package}/*.py" for package in PACKAGES))]
    sources += [path.read_text() for path in templates().values()]
    named = set(re.findall(r"[\w./-]+\.(?:html|txt)", "\n".join(sources)))
    # The footer's pages are named where their addresses are.
    named |= {f"home/{page}.html" for page in re.findall(r'footer_page\("(\w+)"', "\n".join(sources))}
    # The tags of the look draw a component by its bare name; allauth asks for its elements by theirs.
    drawn = set(re.findall(r"[\"']([\w-]+)[\"']", (ROOT / "intranet/core/templatetags/parvis/blocks.py").read_text()))
    unused = {
        name
        for name in templates()
        if name not in named
        and not FOUND_BY_OTHERS.match(name)
        and not (name.startswith("components/") and Path(name).stem in drawn)
    }
    assert unused == set()


def test_every_template_that_is_asked_for_exists():
    ours = {name.split("/")[0] for name in templates() if "/" in name} - {"account", "mfa", "allauth", "usersessions"}
    asked = {
        (short(path), name)
        for path in [*tracked(*(f"{package}/*.py" for package in PACKAGES)), *templates().values()]
        for name in re.findall(r"[\"']((?:\w[\w-]*/)+[\w-]+\.(?:html|txt))[\"']", path.read_text())
        if name.split("/")[0] in ours
    }
    assert {(where, name) for where, name in asked if name not in templates()} == set()


def test_every_static_file_that_is_asked_for_exists():
    asked = {
        (short(path), name)
        for path in templates().values()
        for name in re.findall(r"{% static [\"']([^\"']+)[\"']", path.read_text())
    }
    assert asked
    assert {(where, name) for where, name in asked if not finders.find(name)} == set()


def test_models_and_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_readme_says_how_to_begin():
    readme = (ROOT / "README.md").read_text()
    assert "make demo" in readme
    assert "make test" in readme


LOCKS = {"requirements.lock": (), "requirements-demo.lock": ("demo",), "requirements-dev.lock": ("demo", "dev")}


def pinned(lock: str) -> dict[str, str]:
    """Each library of a lock file, its version; every one has a checksum."""
    versions = {}
    for block in re.split(r"\n(?=\w)", (ROOT / lock).read_text()):
        if found := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==([\w.+!-]+)", block):
            assert "--hash=sha256:" in block, found[1]
            versions[re.sub(r"[-_.]+", "-", found[1]).lower()] = found[2]
    return versions


@pytest.mark.parametrize("lock", LOCKS)
def test_every_library_is_locked_with_its_checksum(lock):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    for group in LOCKS[lock]:
        wanted += [line for line in project["dependency-groups"][group] if isinstance(line, str)]
    names = {re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", line)[0]).lower() for line in wanted}
    assert names - set(pinned(lock)) == set()


def test_locks_agree_and_name_no_host():
    used = pinned("requirements.lock")
    for lock in LOCKS:
        assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", (ROOT / lock).read_text()), lock
        versions = pinned(lock)
        assert {name: versions.get(name) for name in used} == used, lock


def test_settings_that_are_read_from_the_environment_are_in_the_manual():
    read = {
        name
        for path in tracked("intranet/settings/*.py")
        for name in re.findall(
            r"(?:env\.\w+|secret)\(\s*\"((?:PARVIS_)?\w*[A-Z_]+)\"",
            path.read_text(),
        )
    }
    manual = (ROOT / "docs" / "operations.md").read_text()
    # Set by the tests alone.
    assert {name for name in read if f"`{name}`" not in manual} == {"PARVIS_REDIS_PREFIX"}
