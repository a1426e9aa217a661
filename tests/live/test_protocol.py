"""What a client may say, before anything acts on it."""

import json

import pytest

from intranet.live.limits import Allowance
from intranet.live.protocol import MAX_FRAME, Ask, FaultyFrame, parse


@pytest.mark.parametrize(
    ("frame", "asked"),
    [
        ({"op": "sub", "stream": "thread:12", "since": 40}, Ask("sub", "thread:12", 40)),
        ({"op": "sub", "stream": "thread:12"}, Ask("sub", "thread:12", None)),
        ({"op": "unsub", "stream": "space:3"}, Ask("unsub", "space:3")),
        ({"op": "read", "stream": "thread:12", "seq": 7}, Ask("read", "thread:12", 7)),
        ({"op": "typing", "stream": "thread:12"}, Ask("typing", "thread:12")),
        ({"op": "ping", "whatever": "else"}, Ask("ping")),
    ],
)
def test_what_is_well_said_is_understood(frame, asked):
    assert parse(json.dumps(frame)) == [asked]


def test_an_array_is_several_frames_in_order():
    said = [{"op": "sub", "stream": f"thread:{number}", "since": 0} for number in (3, 1)]
    assert parse(json.dumps(said)) == [Ask("sub", "thread:3", 0), Ask("sub", "thread:1", 0)]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{",
        "null",
        "12",
        '"ping"',
        "[]",
        "[[]]",
        "{}",
        '{"op": null}',
        '{"op": ["ping"]}',
        '{"op": "event"}',
        '{"op": "__class__"}',
        '{"op": "sub"}',
        '{"op": "sub", "stream": 12}',
        '{"op": "sub", "stream": "thread:"}',
        '{"op": "sub", "stream": "thread:0"}',
        '{"op": "sub", "stream": "thread:-1"}',
        '{"op": "sub", "stream": "thread:1\\n"}',
        '{"op": "sub", "stream": "thread:1 "}',
        '{"op": "sub", "stream": "thread:١"}',
        '{"op": "sub", "stream": "thread:12345678901234567890"}',
        '{"op": "sub", "stream": "thread:1", "since": "0"}',
        '{"op": "sub", "stream": "thread:1", "since": -1}',
        '{"op": "sub", "stream": "thread:1", "since": 1.5}',
        '{"op": "sub", "stream": "thread:1", "since": true}',
        '{"op": "sub", "stream": "thread:1", "since": 1e400}',
        '{"op": "sub", "stream": "thread:1", "since": 9007199254740993}',
        '{"op": "read", "stream": "thread:1"}',
        "[" * 60_000,
        '{"op": "sub", "since": ' + "9" * 60_000 + "}",
        json.dumps([{"op": "ping"}] * 101),
    ],
)
def test_what_is_badly_said_is_malformed(text):
    with pytest.raises(FaultyFrame) as fault:
        parse(text)
    assert fault.value.code == "malformed"


@pytest.mark.parametrize("letter", ["a", "é", "\U0001f44d"])
def test_a_frame_over_64_kib_is_too_large_counted_in_bytes(letter):
    room = MAX_FRAME - len('{"op":"ping","x":""}')
    whole = letter * (room // len(letter.encode()))
    assert parse(f'{{"op":"ping","x":"{whole}"}}') == [Ask("ping")]
    with pytest.raises(FaultyFrame) as fault:
        parse(f'{{"op":"ping","x":"{whole}{letter * 4}"}}')
    assert fault.value.code == "too_large"


def test_an_allowance_runs_out_and_refills_with_time(monkeypatch):
    now = 100.0
    monkeypatch.setattr("intranet.live.limits.monotonic", lambda: now)
    allowance = Allowance(burst=3, rate=2)
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
    now += 0.5
    assert [allowance.take() for _ in range(2)] == [True, False]
    now += 60
    assert [allowance.take() for _ in range(4)] == [True, True, True, False]
