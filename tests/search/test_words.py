"""How French is read."""

import pytest

from search.analysis import analyse, bigrams, fold, tidy
from search.analysis.stems import stem
from search.asked import MAX_WORDS, read
from search.edits import within
from search.synonyms import thesaurus_of

NONE = thesaurus_of(())
PAS = thesaurus_of(("PAS, prélèvement à la source", "DSN, déclaration sociale nominative"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("prélèvement", "prélèvements", "prélever", "prélevé"), "prelev"),
        (("cheval", "chevaux"), "cheval"),
        (("journaux", "journal"), "journal"),
        (("travail",), "travail"),
        (("contractuelles", "contractuelle", "contractuels"), "contractuel"),
        (("administrateur", "administratrice"), "administr"),
        (("actrice",), "acteu"),
        (("finissement",), "fini"),
        (("bordeaux",), "bordeau"),
        (("ème",), "ème"),
    ],
)
def test_forms_of_a_word_have_one_stem(words, expected):
    assert {stem(word) for word in words} == {expected}


def test_stop_words_go_articles_fall_and_accents_fold():
    tokens = analyse("Le PAS n'est pas L’impôt qu'on prélève d'Œuvre")
    assert [token.exact for token in tokens] == ["pas_", "est", "impot", "preleve", "oeuvre"]
    assert [token.surface for token in tokens] == ["PAS", "est", "impôt", "prélève", "Œuvre"]


def test_a_token_knows_where_it_stands():
    text = "sur l’impôt neutre"
    assert [text[token.start : token.end] for token in analyse(text)] == ["impôt", "neutre"]


def test_pairs_are_made_over_what_is_left():
    assert bigrams(analyse("prélèvement à la source")) == ["prelev_sourc"]


def test_a_text_has_one_form_and_no_control_character():
    assert tidy("e\u0301te\u0301\x00 \x0bx\ny") == "été   x\ny"
    assert fold("œuvre ½ Ÿ") == "oeuvre 1⁄2 Y"


def test_a_text_all_in_capitals_keeps_only_known_acronyms():
    assert [token.exact for token in read("LE TAUX DU PAS", PAS).tokens] == ["taux", "pas_"]
    assert [token.exact for token in read("LE TAUX DU PAS", NONE).tokens] == ["taux"]
    assert [token.exact for token in read("PAS", NONE).tokens] == ["pas_"]


def test_a_term_of_several_words_lends_its_synonyms_to_each_of_them():
    asked = read("contrats et prelevements a la source", PAS)
    assert {unit.token.stem: [phrase.text for phrase in unit.instead] for unit in asked.units} == {
        "contrat": [],
        "prelev": ["PAS"],
        "sourc": ["PAS"],
    }
    assert [phrase.text for phrase in asked.phrases] == ["PAS"]


def test_a_small_acronym_is_a_hint_but_never_a_negation():
    assert [phrase.text for phrase in read("taux pas", PAS).phrases] == ["PAS", "prélèvement à la source"]
    assert read("le taux ne marche pas", PAS).phrases == ()
    assert read("il n’y a pas de taux", PAS).phrases == ()


def test_a_very_long_query_is_cut():
    assert len(read(" ".join(f"mot{n}" for n in range(1000)), NONE).units) == MAX_WORDS


@pytest.mark.parametrize(
    ("word", "other", "limit", "expected"),
    [
        ("cantine", "cantine", 1, 0),
        ("cantine", "catnine", 1, 1),
        ("cantine", "cantines", 1, 1),
        ("cantine", "antine", 1, 1),
        ("drones", "droits", 1, None),
        ("drones", "droits", 2, 2),
        ("abc", "abcdef", 2, None),
    ],
)
def test_edits_are_counted_up_to_a_limit(word, other, limit, expected):
    assert within(word, other, limit) == expected
