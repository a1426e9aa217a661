from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from intranet.core import dates, wording

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 9, 12, tzinfo=PARIS)  # a Tuesday


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 9, 11, 30, tzinfo=PARIS), "à l’instant"),
        (datetime(2026, 11, 24, 9, 7, tzinfo=PARIS), "il y a 5\xa0min"),
        (datetime(2026, 11, 24, 8, 5, tzinfo=PARIS), "il y a 1\xa0h"),
        (datetime(2026, 11, 24, 0, 1, tzinfo=PARIS), "il y a 9\xa0h"),
        (datetime(2026, 11, 23, 17, 40, tzinfo=PARIS), "hier à 17\xa0h\xa040"),
        (datetime(2026, 11, 23, 14, 0, tzinfo=PARIS), "hier à 14\xa0h"),
        (datetime(2026, 11, 20, 11, 20, tzinfo=PARIS), "vendredi"),
        (datetime(2026, 11, 17, 11, 20, tzinfo=PARIS), "17 novembre"),
        (datetime(2026, 11, 1, 11, 20, tzinfo=PARIS), "1er novembre"),
        (datetime(2025, 12, 31, 11, 20, tzinfo=PARIS), "31 décembre 2025"),
        (datetime(2026, 11, 24, 9, 17, tzinfo=PARIS), "dans 5\xa0min"),
        (datetime(2026, 11, 25, 9, 30, tzinfo=PARIS), "demain à 9\xa0h\xa030"),
        (datetime(2026, 11, 27, 9, 30, tzinfo=PARIS), "27 novembre"),
        (date(2026, 11, 24), "aujourd’hui"),
        (date(2026, 11, 23), "hier"),
        (date(2026, 11, 18), "mercredi"),
        (date(2026, 10, 6), "6 octobre"),
    ],
)
def test_a_moment_is_said_as_one_would_say_it(moment, words):
    assert dates.words_for(moment, NOW) == words


def test_half_an_hour_ago_is_so_even_across_midnight():
    midnight = datetime(2026, 11, 24, 0, 10, tzinfo=PARIS)
    assert dates.words_for(datetime(2026, 11, 23, 23, 40, tzinfo=PARIS), midnight) == "il y a 30\xa0min"


def test_a_day_that_follows_a_participle_takes_its_article():
    far, near = datetime(2026, 10, 16, 9, tzinfo=PARIS), datetime(2026, 11, 24, 9, 2, tzinfo=PARIS)
    assert dates.words_for(far, NOW, after_word=True) == "le 16 octobre"
    assert dates.words_for(far.date(), NOW, after_word=True) == "le 16 octobre"
    assert dates.words_for(near, NOW, after_word=True) == dates.words_for(near, NOW)


@time_machine.travel(NOW, tick=False)
def test_when_keeps_the_exact_time_beside_the_words():
    html = Template("{% load parvis %}{% when moment %}").render(
        Context({"moment": datetime(2026, 11, 24, 8, 7, tzinfo=ZoneInfo("UTC"))})
    )
    assert html == (
        '<relative-time><time datetime="2026-11-24T09:07:00+01:00" title="mardi 24 novembre 2026 à 9\xa0h\xa007">'
        "il y a 5\xa0min</time></relative-time>"
    )


@time_machine.travel(NOW, tick=False)
def test_a_plain_day_is_not_refreshed_in_the_page():
    html = Template("{% load parvis %}{% when moment %}").render(Context({"moment": date(2026, 10, 6)}))
    assert html == '<time datetime="2026-10-06" title="mardi 6 octobre 2026">6 octobre</time>'


def test_when_of_nothing_is_nothing():
    assert Template("{% load parvis %}{% when moment %}").render(Context({"moment": None})) == ""


@time_machine.travel(NOW, tick=False)
def test_a_date_block_shows_the_month_or_the_weekday():
    template = "{% load parvis %}{% dateblock day %}|{% dateblock day weekday=True %}"
    assert Template(template).render(Context({"day": date(2026, 12, 3)})) == (
        '<time class="dateblock" datetime="2026-12-03"><b>3</b> déc.</time>|'
        '<time class="dateblock" datetime="2026-12-03"><b>3</b> jeu.</time>'
    )


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, ""),
        (0, "0\xa0o"),
        (999, "999\xa0o"),
        (86_400, "86\xa0Ko"),
        (999_600, "1\xa0Mo"),
        (1_240_000, "1,2\xa0Mo"),
        (12_400_000, "12\xa0Mo"),
        (2_000_000_000, "2\xa0Go"),
    ],
)
def test_sizes_are_short_and_in_french(size, words):
    assert wording.filesize(size) == words


def test_thousands_are_apart_by_a_narrow_no_break_space():
    assert wording.number(12700) == "12\u202f700"


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A et B"), (["A", "B", "C"], "A, B et C")]
)
def test_a_list_ends_with_and(items, words):
    assert wording.and_list(items) == words


def test_a_list_escapes_what_is_not_safe():
    assert wording.and_list(["<b>", mark_safe("<i>x</i>"), "&"]) == "&lt;b&gt;, <i>x</i> et &amp;"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Corvelles", "de Corvelles"),
        ("Ormecy", "d’Ormecy"),
        ("Évrecourt", "d’Évrecourt"),
        ("Awa Diallo", "d’Awa Diallo"),
        ("Hexalune", "d’Hexalune"),
        ("Les Essarts", "des Essarts"),
        ("Le Faou", "du Faou"),
        ("La Chapelle", "de La Chapelle"),
        ("Métropole", "de la Métropole"),
        ("CCAS de Verlanges", "du CCAS de Verlanges"),
        ("École des Tilleuls", "de l’École des Tilleuls"),
        (["Fontguérande", "Ormecy"], "de Fontguérande et d’Ormecy"),
        ("<b>", "de &lt;b&gt;"),
    ],
)
def test_of_someone_or_somewhere_is_said_as_one_would_say_it(name, words):
    assert wording.of(name) == words


def test_of_is_said_in_the_language_of_the_page():
    with translation.override("en"):
        assert wording.of("Ormecy") == "of Ormecy"


def test_titles_and_first_words_are_set_as_french_is():
    page = Template("{% load parvis %}{{ title|spaced }} / {{ html|words:30 }}")
    shown = page.render(
        Context({"title": "61 % d'adhésion : <i>oui</i> !", "html": "<p>Un <b>mot</b> : « demain » et la suite</p>"})
    )
    assert shown == "61\xa0% d&#x27;adhésion\xa0: &lt;i&gt;oui&lt;/i&gt;\u202f! / Un mot\xa0: «\xa0demain\xa0» et la…"


def test_an_address_goes_on_after_its_at_sign_and_is_escaped():
    page = Template("{% load parvis %}{{ email|address }}").render(Context({"email": "a<b@mairie.example"}))
    assert page == "a&lt;b@<wbr>mairie.example"
    assert Template("{% load parvis %}{{ name|address }}").render(Context({"name": "Awa <b>"})) == "Awa &lt;b&gt;"
