"""What is shown of a text."""

import pytest

from search.asked import read
from search.passages import marked, passage, surface
from search.synonyms import thesaurus_of

NONE = thesaurus_of(())


def test_words_are_marked_as_written_and_neighbours_together():
    assert marked("Le Taux neutre, l’impôt", read("taux neutres impot", NONE)) == (
        "Le <mark>Taux neutre</mark>, l’<mark>impôt</mark>"
    )


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script> paie", '"><img onerror=x> paie', "paie & <mark>paie"])
def test_whatever_was_written_is_escaped(hostile):
    for html in (marked(hostile, read("paie", NONE)), passage(hostile, read("paie", NONE))[0]):
        assert "<mark>paie</mark>" in html
        assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def test_the_passage_is_where_most_of_the_words_are():
    text = "Le taux. " + "Autre chose sans rapport. " * 40 + "Ici le taux neutre des contractuels. " + "Fin. " * 80
    html, different = passage(text, read("taux neutre contractuel", NONE))
    assert different == 3
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert "<mark>taux neutre</mark> des <mark>contractuels</mark>" in html
    assert len(html) < 400


def test_without_the_words_the_passage_is_the_beginning():
    html, different = passage("Une phrase. " * 100, read("cantine", NONE))
    assert different == 0
    assert html.startswith("Une phrase.")
    assert html.endswith(" …")


def test_synonyms_are_marked_as_a_whole_only():
    asked = read("PAS", thesaurus_of(("PAS, prélèvement à la source",)))
    assert marked("La source, le prélèvement à la source", asked) == (
        "La source, le <mark>prélèvement</mark> à la <mark>source</mark>"
    )


def test_a_word_is_given_back_with_its_accents():
    assert surface("Le Prélèvement", "prelevement") == "Prélèvement"
    assert surface("rien", "prelevement") is None


def test_a_passage_far_in_a_long_text_is_found_and_words_are_not_cut():
    text = "Autre chose, transport compris. " * 1000 + "Le port de plaisance. " + "Fin. " * 100
    html, different = passage(text, read("port", NONE))
    assert different == 1
    assert "Le <mark>port</mark> de plaisance" in html


def test_no_line_of_a_passage_begins_with_a_mark_of_punctuation():
    html, _different = passage("La source ; « le taux » : 12 %", read("taux", NONE))
    assert html == "La source\u202f; «\u00a0le <mark>taux</mark>\u00a0»\u00a0: 12\u00a0%"
