"""Numbers as bars."""

import pytest

from warehouse.templates.charts import HEIGHT, bar_chart, round_step


@pytest.mark.parametrize(
    ("most", "step"),
    [(1, 1), (4, 1), (5, 2), (17, 5), (40, 10), (41, 20), (123_456, 50_000)],
)
def test_lines_stand_at_round_numbers(most, step):
    assert round_step(most) == step


def test_nothing_is_not_drawn():
    assert bar_chart([]) is None
    assert bar_chart([("a", "", 0)]) is None


def test_the_largest_bar_fits_and_others_are_in_proportion():
    chart = bar_chart([("a", "x", 50), ("b", "", 100), ("c", "", 0)])
    assert [bar.height for bar in chart.bars] == pytest.approx([100, 200, 0])
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT for bar in chart.bars)
    assert [value for _, value in chart.lines] == [0, 50, 100]
    assert chart.labels == [(chart.bars[0].x, "x")]
