"""French on screen, set as French is; English complete.

To renew the catalogues: `manage.py makemessages -l en -l fr --no-location --no-wrap --no-obsolete -i .venv -i .cache
-i var -i tests`, translate what is empty in English, `msgen -o` the French one onto itself (`--no-wrap`), then
`manage.py compilemessages -i .venv -i .cache`. The French one says each message as it is: without it « 0 réponses »
would be plural, and a word that a library also uses (« Close ») would be said as the library says it.
"""

import ast
import gettext
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from intranet.core import dates

ROOT = settings.ROOT
PACKAGES = ("intranet", "spaces", "knowledge", "search")
CATALOGUE = ROOT / "intranet" / "locale" / "en" / "LC_MESSAGES" / "django.po"
FRENCH = ROOT / "intranet" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
NARROW, WIDE = "\u202f", "\u00a0"
# What stands in a message and is not its words.
NOT_WORDS = re.compile(r"%\(\w+\)[sd]|\{\w*\}|<[^>]+>|%%")


class Entry(NamedTuple):
    """One message of a catalogue."""

    context: str
    message: str
    plural: str
    translations: tuple[str, ...]
    flags: str


def entries_of(path: Path) -> list[Entry]:
    """What a `.po` or `.pot` file holds, less its header."""
    found = []
    for block in path.read_text("utf-8").strip().split("\n\n"):
        flags = " ".join(line for line in block.splitlines() if line.startswith("#,") or line.startswith("#~"))
        texts: dict[str, str] = {}
        for name, lines in re.findall(r'^(msg\w+(?:\[\d\])?) ((?:".*"\n?)+)', block, re.M):
            texts[name] = "".join(ast.literal_eval(line) for line in lines.splitlines())
        if texts.get("msgid") or "#~" in flags:
            translations = tuple(text for name, text in sorted(texts.items()) if name.startswith("msgstr"))
            found.append(
                Entry(
                    texts.get("msgctxt", ""), texts.get("msgid", ""), texts.get("msgid_plural", ""), translations, flags
                )
            )
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """The messages that are in the code and the templates now, taken from a copy: extraction writes beside them."""
    root = tmp_path_factory.mktemp("extracted")
    for package in PACKAGES:
        left = shutil.ignore_patterns("static", "locale", "content", "migrations", "__pycache__")
        shutil.copytree(ROOT / package, root / package, ignore=left)
    (root / "locale").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setattr(settings, "LOCALE_PATHS", [root / "locale"])
        call_command("makemessages", locale=["en"], keep_pot=True, verbosity=0)
    return entries_of(root / "locale" / "django.pot")


@pytest.fixture(scope="module")
def catalogue():
    return entries_of(CATALOGUE)


def of(entries):
    return {(entry.context, entry.message, entry.plural) for entry in entries}


def test_english_has_every_message_and_no_other(extracted, catalogue):
    assert len(extracted) > 500
    assert of(extracted) - of(catalogue) == set(), "not in the English catalogue (see this file's first lines)"
    assert of(catalogue) - of(extracted) == set(), "in the English catalogue, and nowhere on screen"


def test_french_says_every_message_as_it_is(extracted):
    french = entries_of(FRENCH)
    assert of(french) == of(extracted), "not the messages on screen (see this file's first lines)"
    assert {entry.message for entry in french if entry.translations != tuple(filter(None, entry[1:3]))} == set()


def test_nought_is_singular_in_french_and_our_words_are_not_those_of_a_library():
    with translation.override("fr"):
        words = [translation.ngettext("%(n)s réponse", "%(n)s réponses", n) % {"n": n} for n in (0, 1, 2)]
        assert words == ["0 réponse", "1 réponse", "2 réponses"]
        assert translation.gettext("Close") == "Close"


def test_every_message_is_translated_and_sure(catalogue):
    assert [entry for entry in catalogue if entry.flags and ("fuzzy" in entry.flags or "#~" in entry.flags)] == []
    for entry in catalogue:
        assert len(entry.translations) == (2 if entry.plural else 1), entry.message
        assert all(entry.translations), entry.message


def test_a_translation_keeps_what_is_filled_in_and_drops_french_spaces(catalogue):
    for entry in catalogue:
        holes = [sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}|</?\w+>", text)) for text in entry[1:3] if text]
        for text in entry.translations:
            assert sorted(re.findall(r"%\(\w+\)[sd]|\{\w*\}|</?\w+>", text)) in holes, entry.message
            assert not re.search(f"[«»{NARROW}]| [;:!?]", text), text
        assert entry.message.endswith(".") == entry.translations[0].endswith("."), entry.message


@pytest.mark.parametrize("path", [CATALOGUE, FRENCH], ids=["en", "fr"])
def test_the_compiled_catalogue_is_that_of_the_text(tmp_path, path):
    fresh = tmp_path / "django.mo"
    subprocess.run(["msgfmt", "--check-format", "-o", fresh, path], check=True)
    with fresh.open("rb") as made, path.with_suffix(".mo").open("rb") as kept:
        assert gettext.GNUTranslations(made)._catalog == gettext.GNUTranslations(kept)._catalog


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("a narrow no-break space stands before ; ! ?", f"(?<!{NARROW})[;!?]"),
        ("a no-break space stands before a colon, but in a time", rf"(?<!{WIDE}):(?!\d)"),
        ("no-break spaces stand inside « »", f"«(?!{WIDE})|(?<!{WIDE})»"),
        ("an apostrophe is curly", r"'"),
        ("an ellipsis is one sign", r"\.\.\."),
        ("quotation marks are « »", r"[\"“”]"),
        ("thousands are apart by a narrow no-break space", r"\d \d{3}\b"),
        ("a no-break space stands before %", r"(?<!\u00a0)%%"),
        ("it is called e-mail", r"(?i)courriel|électronique"),
    ],
    ids=lambda value: value if " " in value else "",
)
def test_french_is_set_as_french_is(extracted, rule, wrong):
    texts = [text for entry in extracted for text in (entry.message, entry.plural) if text]
    bare = NOT_WORDS if "%%" not in wrong else re.compile(r"%\(\w+\)[sd]")
    assert [text for text in texts if re.search(wrong, bare.sub("x", text))] == [], rule


def words_left_bare(source: str) -> list[str]:
    """What a template says without asking for its translation."""
    source = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", source, flags=re.S)
    source = re.sub(r"{% blocktranslate\b.*?endblocktranslate %}", "", source, flags=re.S)
    source = re.sub(r"<(script|style)\b.*?</\1>", "", source, flags=re.S)
    source = re.sub(r"{%.*?%}|{{.*?}}", "\n", source, flags=re.S)
    said = re.findall(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"', source)
    said += re.sub(r"<[^>]*>", "\n", source, flags=re.S).splitlines()
    return [text.strip() for text in said if re.search(r"[^\W\d_]{3}", re.sub(r"&\w+;", "", text))]


def test_what_a_page_says_may_be_translated():
    names = {"Parvis", "· Parvis", "EUPL"}
    bare = {
        (str(path.relative_to(ROOT)), text)
        for package in PACKAGES
        for path in (ROOT / package / "templates").rglob("*.html")
        for text in words_left_bare(path.read_text())
        if text not in names
    }
    assert bare == set()


@pytest.mark.django_db
def test_a_page_comes_in_the_language_of_the_browser_and_in_french_otherwise(client, agent):
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    french = client.get("/espaces/")
    english = client.get("/espaces/", headers={"Accept-Language": "en-GB,en;q=0.8"})
    other = client.get("/espaces/", headers={"Accept-Language": "de"})
    assert '<html lang="fr"' in french.content.decode()
    assert "Ouvrir un espace" in french.content.decode()
    assert '<html lang="en"' in english.content.decode()
    assert "Open a space" in english.content.decode()
    assert "Accueil" not in english.content.decode()
    assert '<html lang="fr"' in other.content.decode()
    assert "Accept-Language" in english["Vary"]


def test_dates_are_said_in_the_language_of_the_page():
    moment = datetime(2026, 11, 24, 9, 7, tzinfo=ZoneInfo(settings.TIME_ZONE))
    assert dates.exact(moment) == f"mardi 24 novembre 2026 à 9{WIDE}h{WIDE}07"
    with translation.override("en"):
        assert dates.exact(moment) == "Tuesday 24 November 2026 at 9:07"
        assert dates.words_for(moment, moment) == "just now"
