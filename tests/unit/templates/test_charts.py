"""Numbers as bars, and as a line."""

import pytest

from warehouse.templates.charts import HEIGHT, bar_chart, line_chart, round_step


@pytest.mark.parametrize(
    ("most", "step"),
    [(1, 1), (4, 1), (5, 2), (17, 5), (40, 10), (41, 20), (123_456, 50_000)],
)
def test_lines_stand_at_round_numbers(most, step):
    assert round_step(most) == step


def test_nothing_is_not_drawn():
    assert bar_chart([]) is None
    assert bar_chart([("a", "", 0)]) is None
    assert line_chart([("a", 0)]) is None


def test_the_largest_bar_fits_and_others_are_in_proportion():
    chart = bar_chart([("a", "x", 50), ("b", "", 100), ("c", "", 0)])
    assert [bar.height for bar in chart.bars] == pytest.approx([100, 200, 0])
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT for bar in chart.bars)
    assert [value for _, value in chart.lines] == [0, 50, 100]
    assert chart.labels == [(chart.bars[0].x, "x")]


def test_a_line_goes_through_all_numbers_and_fits():
    chart = line_chart([("x", 50), ("", 100), ("", 0)], size=(300, 140))
    points = [tuple(map(float, each.split(","))) for each in chart.points.split()]
    assert points[0][0] == chart.left
    assert points[-1][0] == chart.width == 300
    assert [y for _, y in points] == pytest.approx([62, 12, 112])
    assert chart.area.startswith(f"{chart.left},112 ")
    assert chart.labels == [(chart.left, "x")]
    assert line_chart([("x", 5)]).points.count(",") == 1
