"""Facets agree with what one finds by following them."""

from datetime import UTC, datetime

import pytest

from search.shapes import FACETS, Filters
from tests.search.texts import ask, entry, fill

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
MONTH, YEAR = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def filled(engine):
    """Forty entries of five kinds, four organisations, three spaces and six themes, over two years."""
    fill(
        engine,
        *(
            entry(
                f"{('message', 'lesson', 'guide', 'document', 'news')[n % 5]}:{n}",
                "La paie",
                f"texte {n}",
                organisation=n % 4 or None,
                space=n % 3 or None,
                themes=tuple({n % 6, n % 2 + 4}),
                published=NOW.replace(month=11 - n % 11, year=2026 - n % 2) if n % 7 else None,
            )
            for n in range(40)
        ),
    )
    return engine


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(organisation=(1, 3)),
        Filters(kind=("lesson", "guide"), theme=(4,)),
        Filters(space=(2,), since=YEAR),
        Filters(organisation=(2,), space=(1,), kind=("message",), theme=(0, 1, 2), before=MONTH),
    ],
)
def test_each_count_is_the_total_one_gets_by_choosing_it_alone(filled, filters):
    answer = ask(filled, "paie", filters=filters, periods=(MONTH, YEAR)).answer
    for facet in FACETS:
        for value, count in answer.facets[facet].items():
            chosen = {facet: (value if facet == "kind" else int(value),)}
            assert ask(filled, "paie", filters=_with(filters, **chosen)).answer.total == count, (facet, value)
    for since, count in answer.dates.items():
        alone = _with(filters, since=since, before=None)
        assert ask(filled, "paie", filters=alone).answer.total == count


def test_facets_count_exactly_the_hits_when_nothing_is_chosen(filled):
    answer = ask(filled, "paie", limit=100).answer
    assert answer.total == len(answer.hits) == 40
    assert sum(answer.facets["kind"].values()) == 40
    assert answer.facets["organisation"] == {"1": 10, "2": 10, "3": 10}


def test_values_of_one_facet_add_up_and_facets_narrow_each_other(filled):
    both = ask(filled, "paie", filters=Filters(organisation=(1, 2))).answer.total
    assert both == 20
    assert ask(filled, "paie", filters=Filters(organisation=(1, 2), kind=("lesson",))).answer.total < both


def test_the_values_that_were_not_chosen_stay_in_sight(filled):
    everywhere = ask(filled, "paie", periods=(YEAR,)).answer
    for facet in FACETS:
        chosen = next(iter(everywhere.facets[facet]))
        filters = Filters(**{facet: (chosen if facet == "kind" else int(chosen),)})
        assert ask(filled, "paie", filters=filters).answer.facets[facet] == everywhere.facets[facet]
    assert ask(filled, "paie", filters=Filters(since=MONTH), periods=(YEAR,)).answer.dates == everywhere.dates


def test_a_period_leaves_out_what_has_no_date(filled):
    dated = ask(filled, "paie", filters=Filters(since=datetime(2000, 1, 1, tzinfo=UTC))).answer.total
    assert dated == 40 - 6


def _with(filters, **changes):
    fields = {name: getattr(filters, name) for name in (*FACETS, "since", "before")}
    return Filters(**{**fields, **changes})
