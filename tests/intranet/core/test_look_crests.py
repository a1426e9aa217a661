import unicodedata

import pytest

from intranet.core.crests import DIVISIONS, TINCTURES, crest_of, letters_of


@pytest.mark.parametrize(
    ("name", "crest", "letters"),
    [
        ("Beaucourt-les-Étangs", (3, 2), "BÉ"),
        ("Cressonnay", (8, 2), "CR"),
        ("Fontenelle-sur-Aune", (7, 6), "FA"),
        ("Hautecombelle", (10, 1), "HA"),
        ("Saint-Aubin-du-Lac", (1, 5), "SA"),
        ("Valaune Métropole", (9, 7), "VM"),
        ("Villebelle", (14, 7), "VI"),
        ("Œuvremont-le-Vieux", (2, 1), "ŒV"),
    ],
)
def test_a_name_always_gives_the_same_crest(name, crest, letters):
    assert crest_of(name) == crest
    assert letters_of(name) == letters


def test_the_way_a_name_is_typed_does_not_change_its_crest():
    name = "Beaucourt-les-Étangs"
    assert crest_of(unicodedata.normalize("NFD", name)) == crest_of(name.upper()) == crest_of(name)


def test_every_crest_is_one_that_the_stylesheet_draws():
    crests = {crest_of(f"Commune {n}") for n in range(2000)}
    assert crests == {(tincture, division) for tincture in range(TINCTURES) for division in range(DIVISIONS)}


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("La Rochelle", "RO"),
        ("L’Haÿ-les-Roses", "HR"),
        ("Ville de Merlavigne", "ME"),
        ("Commune d'Ormecy-aux-Bois", "OB"),
        ("Les", "LE"),
        ("Y", "Y"),
        ("12 étapes", "1É"),
    ],
)
def test_letters_come_from_the_words_that_tell_something(name, letters):
    assert letters_of(name) == letters
