"""For how long a client is heard that was answered already."""

import pytest

from warehouse.edge import lingering
from warehouse.edge.lingering import LONGEST, MOST, SILENCE, Lingering


def test_silence_ends_it():
    assert Lingering().drop(b"") == SILENCE
    assert Lingering().drop(b"x" * 1000) == SILENCE


def test_it_takes_so_many_bytes():
    client, piece = Lingering(), bytes(MOST // 4)
    assert [client.drop(piece) is not None for _ in range(5)] == [True] * 4 + [False]


@pytest.mark.parametrize(("seconds", "left"), [(LONGEST - 1, 1), (LONGEST + 1, None)])
def test_it_takes_so_long(monkeypatch, seconds, left):
    client = Lingering()
    now = lingering.time.monotonic()
    monkeypatch.setattr("time.monotonic", lambda: now + seconds)
    assert client.drop(b"x") == (left and pytest.approx(left, abs=0.5))
