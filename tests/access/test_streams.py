"""Every live stream × every role: who may hear it."""

from __future__ import annotations

import pytest
from wagtail import hooks

from intranet.live.rules import may_hear

from .tables import AGENTS, INSIDE, NONE, OF_A
from .world import ROLES

# A stream and who hears it. For everyone else it does not exist.
ROWS = [
    ("thread", lambda w: w.thread.pk, INSIDE),
    ("thread", lambda w: 999_999, NONE),
    ("space", lambda w: w.private.pk, INSIDE),
    ("space", lambda w: w.asked.pk, frozenset({"lead", "member"})),
    ("space", lambda w: w.only_a.pk, OF_A),
    ("space", lambda w: w.open.pk, AGENTS),
    ("space", lambda w: w.binned_space.pk, NONE),
    ("rollout", lambda w: w.rollout.pk, AGENTS),
    ("rollout", lambda w: 999_999, NONE),
    # One hears of oneself unasked, and of nobody by asking.
    ("user", lambda w: w.people["member"].pk, NONE),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {ROWS.index(row)}")
def test_a_stream_is_heard_or_does_not_exist(row, world):
    prefix, number, hear = row
    heard = {role: may_hear(world.sessions.get(role), f"{prefix}:{number(world)}") for role in ROLES}
    assert heard == {role: None if role == "nobody" else role in hear for role in ROLES}


def test_every_stream_is_in_the_table():
    # The tests of the live engine register streams of their own.
    plugs = [register for register in hooks.get_hooks("register_live_stream") if "tests" not in register.__module__]
    assert {register().prefix for register in plugs} == {prefix for prefix, *_row in ROWS} - {"user"}
