"""Every act that goes on record has words, by which it is read and searched."""

import ast
import re

from django.conf import settings

from intranet.audit.constants import ACTS

PACKAGES = ("intranet", "spaces", "knowledge", "search")
ACT = re.compile(r"[a-z]+\.[a-z_]+")
# Whose name is put together from what they are about.
MADE = {"guide.handed_over", "rollout.handed_over"}


def recorded():
    """The acts that the code records: what is given to `audit.record`, or to a function that hands its `act` on."""
    acts = set(MADE)
    for package in PACKAGES:
        for path in sorted((settings.ROOT / package).rglob("*.py")):
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef):
                    acts |= recorded_by(function)
    return acts


def recorded_by(function):
    given = [act for call in ast.walk(function) if isinstance(call, ast.Call) for act in act_of(call)]
    names = {act.id for act in given if isinstance(act, ast.Name)}
    kept = [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and names & {name.id for name in node.targets if isinstance(name, ast.Name)}
    ]
    words = {node.value for act in (*given, *kept) for node in ast.walk(act) if isinstance(node, ast.Constant)}
    return {word for word in words if isinstance(word, str) and ACT.fullmatch(word)}


def act_of(call):
    name = ast.unparse(call.func)
    if name in ("audit.record", "actions.record", "record"):
        return call.args[1:2]
    return call.args[2:3] if name in ("_stamp", "_change") else []


def test_every_act_has_words():
    assert recorded() - set(ACTS) == set()


def test_words_are_of_acts_that_there_are():
    assert set(ACTS) - recorded() == set()
