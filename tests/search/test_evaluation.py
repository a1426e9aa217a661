"""Measures of quality, on a collection small enough to compute by hand."""

import json
from io import StringIO
from math import log2

import pytest
from django.core.management import CommandError, call_command

from search import evaluation

CORPUS = [
    ("a", "Le prélèvement à la source", "impôt"),
    ("b", "La cantine", "repas et prélèvement automatique"),
    ("c", "La piscine", "bassins"),
]
QUERIES = [
    ("q1", "prelevement", "i1"),
    ("q2", "prélèvements", "i1"),
    ("q3", "bassin", "i2"),
    ("q4", "funérarium", "i2"),
]
GRADES = [("q1", "a", 1), ("q1", "b", 2), ("q2", "a", 1), ("q3", "c", 3), ("q4", "c", 1)]


@pytest.fixture
def folder(tmp_path):
    lines = [json.dumps({"_id": key, "title": title, "text": text}) for key, title, text in CORPUS]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines))
    lines = [json.dumps({"_id": key, "text": text, "intent": intent}) for key, text, intent in QUERIES]
    (tmp_path / "queries.jsonl").write_text("\n".join(lines))
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in GRADES)]
    (tmp_path / "qrels.tsv").write_text("\n".join(rows))
    return tmp_path


def test_figures_are_the_mean_of_intents_and_gains_are_exponential(folder):
    found = {"q1": ["a", "b"], "q2": ["x", "a"], "q3": ["c"], "q4": []}
    figures = evaluation.measures(evaluation.load(folder), found)
    first = (1 + 3 / log2(3)) / (3 + 1 / log2(3))
    assert figures["nDCG@10"] == pytest.approx(((first + 1 / log2(3)) / 2 + (1 + 0) / 2) / 2)
    assert figures["recall@10"] == pytest.approx(((1 + 1) / 2 + (1 + 0) / 2) / 2)
    assert figures["MRR@10"] == pytest.approx(((1 + 0.5) / 2 + (1 + 0) / 2) / 2)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("engine", ["sqlite", "elasticsearch"])
def test_the_command_prints_the_figures_and_writes_a_run(folder, tmp_path, engine):
    out, run = StringIO(), tmp_path / "run.txt"
    call_command("search_eval", str(folder), engine=engine, run=run, stdout=out)
    assert "nDCG@10" in out.getvalue()
    assert "recall@10" in out.getvalue()
    assert "MRR@10" in out.getvalue()
    lines = [line.split() for line in run.read_text().splitlines()]
    assert [line[:4] for line in lines] == [
        ["q1", "Q0", "a", "1"],
        ["q1", "Q0", "b", "2"],
        ["q2", "Q0", "a", "1"],
        ["q2", "Q0", "b", "2"],
        ["q3", "Q0", "c", "1"],
    ]


def test_an_engine_that_this_version_has_not_is_refused(folder):
    with pytest.raises(CommandError, match="postgres"):
        call_command("search_eval", str(folder), engine="postgres")
