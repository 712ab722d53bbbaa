"""How long the making of lists rests between two editions."""

import pytest

from warehouse.edge.assembling import LAG_SECONDS, _pause_after


def test_it_rests_three_times_as_long_as_it_worked() -> None:
    assert _pause_after(0.1) == pytest.approx(0.3)


@pytest.mark.parametrize("spent", [0.0, 0.001, 0.05, 0.1, 0.2, 0.3])
def test_nobody_waits_longer_than_may_be(spent: float) -> None:
    assert 0.05 <= _pause_after(spent) <= 0.4
    assert spent + _pause_after(spent) + spent < LAG_SECONDS


def test_what_takes_long_rests_shortly() -> None:
    assert _pause_after(5.0) == 0.05
