"""Whatever is typed, an answer comes."""

import pytest

from search.shapes import Filters
from tests.search.texts import ask, entry, fill

HOSTILE = {
    "nothing": "",
    "spaces": " \t\n ",
    "nul": "\x00paie\x00",
    "quotes": '"paie',
    "operators": "paie AND OR NOT NEAR(a b) ^ * + - : { } ( ) title:paie",
    "column": "{title body}: paie",
    "injection": "'; DROP TABLE search_fts; --",
    "percent": "100 % %s %d %(x)s",
    "backslash": "\\u202f \\ \\\\",
    "braces": "{{ paie }} {% paie %} ${paie}",
    "html": "<script>alert(1)</script>",
    "emoji": "paie 😀👩‍👩‍👧 ☎️",
    "combining": "e" + "\u0301" * 200,
    "right to left": "\u202epaie\u202c",
    "arabic": "الضرائب",
    "chinese": "所得税",
    "surrogate": "paie \ud800",
    "long": "paie " * 2000,
    "one long word": "p" * 10_000,
    "many words": " ".join(f"mot{n}x" for n in range(3000)),
    "many bigrams": " ".join(chr(97 + n % 26) * (5 + n % 7) for n in range(500)),
    "apostrophes": "l'l'l'l'impôt ' ’ ''",
    "only stop words": "le la les de du des",
    "capitals": "LE PAS DE LA PAIE",
    "regex": ".*[a-z]+(?=x)",
    "lucene": "paie~2 AND (+title:[* TO *]) /re/",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_anything_typed_gives_an_answer(engine, name):
    fill(engine, entry("lesson:1", "La paie", "Le taux"))
    answer = ask(engine, HOSTILE[name], synonyms=("PAS, paie, taux neutre", 'x"y, (z)')).answer
    assert answer.total in (0, 1)
    assert len(answer.hits) == answer.total


@pytest.mark.parametrize("name", HOSTILE)
def test_anything_written_is_taken_in(engine, name):
    fill(engine, entry("lesson:1", HOSTILE[name].replace("\ud800", ""), HOSTILE[name].replace("\ud800", "")))


def test_filters_that_name_nothing_find_nothing(engine):
    fill(engine, entry("lesson:1", "La paie", organisation=1))
    for filters in (
        Filters(organisation=(0,)),
        Filters(kind=("'; --",)),
        Filters(space=(10**15,)),
        Filters(theme=(5,)),
    ):
        assert ask(engine, "paie", filters=filters).answer.total == 0
