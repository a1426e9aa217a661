"""What French words find, the same on every engine."""

import pytest

from tests.search.texts import ask, entry, fill, keys

PAS = ("PAS, prélèvement à la source",)


@pytest.mark.parametrize(
    "words",
    [
        "prélèvement",
        "prelevement",
        "PRÉLÈVEMENTS",
        "prélèvements à la source",
        "l’prélèvement",
        "du prélèvement d'impôt",
        "impots",
        "l'impot",
        "oeuvre",
        "fiche reflexe",
        "contrôle.pdf",
        "12 700",
    ],
)
def test_a_word_is_found_whatever_its_accents_number_or_elision(engine, words):
    fill(
        engine,
        entry(
            "lesson:1", "Le prélèvement à la source", "L’impôt, œuvre commune : fiche_reflexe-contrôle.pdf, 12 700 €"
        ),
        entry("lesson:2", "Cantine", "Les repas"),
    )
    assert keys(engine, words) == ["lesson:1"]


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("le ministère", "ministere"),
        ("des infirmières", "infirmiere"),
        ("le cimetière", "cimetieres"),
        ("un complément", "complements"),
        ("un communiqué", "communique"),
        ("deuxième", "deuxieme"),
        ("la sœur", "soeurs"),
        ("LE COMPLEMENT", "complément"),
        ("LES FRONTIERES", "frontière"),
    ],
)
def test_accents_left_out_find_even_where_they_change_the_stem(engine, written, typed):
    fill(engine, entry("lesson:1", "", written), entry("lesson:2", "", "la cantine"))
    found = ask(engine, typed)
    assert [hit.key for hit in found.answer.hits] == ["lesson:1"]
    assert found.correction is None


def test_a_word_before_a_narrow_space_is_found(engine):
    fill(engine, entry("thread:1", "Téléphone personnel pour la MFA\u202f?", "Des avis\u202f; des bornes\u202f!"))
    assert keys(engine, "mfa") == keys(engine, "borne") == keys(engine, "avis") == ["thread:1"]


def test_half_of_the_words_are_enough_and_less_are_not(engine):
    fill(engine, entry("lesson:1", "", "taux neutre"), entry("lesson:2", "", "taux"))
    assert set(keys(engine, "taux neutre contractuel mairie")) == {"lesson:1"}
    assert set(keys(engine, "taux neutre contractuel")) == {"lesson:1", "lesson:2"}


def test_a_title_comes_before_a_text_and_a_phrase_before_scattered_words(engine):
    filler = "La commune présente son organisation et les services qui y travaillent chaque jour. "
    fill(
        engine,
        entry("lesson:1", "Organisation", filler + "Le taux est neutre."),
        entry("lesson:2", "Le taux neutre", filler),
        entry("lesson:3", "Organisation", filler + "Un contrat neutre, puis, plus loin, le taux."),
    )
    assert keys(engine, "taux neutre")[0] == "lesson:2"


def test_the_text_of_a_file_is_found(engine):
    fill(engine, entry("document:1", "Annexe", attachment="Les agents contractuels relèvent du taux neutre."))
    assert keys(engine, "contractuel") == ["document:1"]


def test_headings_are_found(engine):
    fill(engine, entry("guide:1", "Guide", headings="Nommer deux déclarants"))
    assert keys(engine, "déclarant") == ["guide:1"]


def test_an_acronym_that_is_a_stop_word_is_found_when_written_in_capitals(engine):
    fill(
        engine,
        entry("lesson:1", "Le PAS en une page", "Deux déclarants"),
        entry("lesson:2", "Ce n'est pas fini", "On ne sait pas"),
    )
    assert keys(engine, "PAS") == ["lesson:1"]
    assert keys(engine, "pas") == ["lesson:1"]
    assert keys(engine, "taux PAS") == ["lesson:1"]


def test_nothing_but_common_words_finds_nothing_that_only_has_them(engine):
    fill(engine, entry("lesson:1", "Le taux", "il est dans la mairie"))
    assert keys(engine, "dans la") == []


def test_synonyms_work_both_ways_and_count_less_than_the_word(engine):
    fill(
        engine,
        entry("lesson:1", "", "Le prélèvement à la source est en place dans la commune depuis janvier."),
        entry("lesson:2", "", "Le PAS est en place dans la commune depuis le mois de janvier dernier."),
        entry("lesson:3", "", "La cantine."),
    )
    assert keys(engine, "PAS") == ["lesson:2"]
    assert keys(engine, "PAS", synonyms=PAS) == ["lesson:2", "lesson:1"]
    assert keys(engine, "prelevement a la source", synonyms=PAS) == ["lesson:1", "lesson:2"]


def test_a_synonym_of_several_words_must_be_there_as_such(engine):
    fill(engine, entry("lesson:1", "", "La source de la rivière, un prélèvement d'eau."))
    assert keys(engine, "PAS", synonyms=PAS) == []


def test_a_known_acronym_typed_small_among_other_words_is_a_hint(engine):
    common = "Dans la commune on a réglé le taux chaque mois de la même façon avec le service. "
    fill(engine, entry("lesson:1", "", common + "Autre chose."), entry("lesson:2", "", common + "Le PAS."))
    assert keys(engine, "taux pas", synonyms=PAS) == ["lesson:2", "lesson:1"]


def test_newer_comes_first_among_equals_and_by_date_on_demand(engine):
    now, year = 2026, 2020
    fill(
        engine,
        entry("lesson:1", "La paie", "texte", published=_day(year)),
        entry("lesson:2", "La paie", "texte", published=_day(now)),
        entry("lesson:3", "Autre", "la paie", published=_day(now + 1)),
        entry("lesson:4", "La paie", "texte", published=None),
    )
    found = keys(engine, "paie", now=_day(now))
    assert found.index("lesson:2") < found.index("lesson:1")
    assert keys(engine, "paie", newest_first=True)[:2] == ["lesson:3", "lesson:2"]


def test_a_kind_that_weighs_more_comes_first(engine):
    fill(engine, entry("person:1", "Paie"), entry("guide:1", "Paie"), entry("event:1", "Paie"))
    assert keys(engine, "paie", weights={"guide": 2.0, "person": 0.5}) == ["guide:1", "event:1", "person:1"]


def test_pages_follow_each_other_without_repeating(engine):
    fill(engine, *(entry(f"lesson:{n}", "La paie", f"texte {n}") for n in range(25)))
    pages = [keys(engine, "paie", offset=start, limit=10) for start in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({key for page in pages for key in page}) == 25
    assert ask(engine, "paie", offset=90).answer.total == 25


def _day(year):
    return entry("x:1").published.replace(year=year)
