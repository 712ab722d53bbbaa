"""Numbers as bars or a line: where each stands in a drawing, and round numbers beside."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT = 960, 240, 64
_TOP, _BOTTOM = 12, 28
_LINES = 4


@dataclass(frozen=True)
class Bar:
    """One number, drawn."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: int


@dataclass(frozen=True)
class BarChart:
    """Bars, lines at round numbers, and labels below, in units of the drawing."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[float, int]]
    labels: Sequence[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


@dataclass(frozen=True)
class LineChart:
    """A line through numbers, with grid lines and labels as those of bars."""

    points: str
    area: str
    lines: Sequence[tuple[float, int]]
    labels: Sequence[tuple[float, str]]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def line_chart(
    values: Sequence[tuple[str, int]], *, size: tuple[int, int] = (WIDTH, HEIGHT)
) -> LineChart | None:
    """Draw numbers, each with a label or none; return None if all are zero."""
    most = max((value for _, value in values), default=0)
    if most <= 0:
        return None
    width, height = size
    base, room = height - _BOTTOM, height - _BOTTOM - _TOP
    top, lines = _grid(most, height)
    slot = (width - LEFT) / max(1, len(values) - 1)
    places = [
        (round(LEFT + place * slot, 1), round(base - room * value / top, 1))
        for place, (_, value) in enumerate(values)
    ]
    points = " ".join(f"{x},{y}" for x, y in places)
    return LineChart(
        points,
        f"{LEFT},{base} {points} {places[-1][0]},{base}",
        lines,
        [(x, label) for (x, _), (label, _) in zip(places, values, strict=True) if label],
        width,
        height,
    )


def bar_chart(values: Sequence[tuple[str, str, int]]) -> BarChart | None:
    """Draw numbers, each with what it is and a label; return None if all are zero."""
    most = max((value for _, _, value in values), default=0)
    if most <= 0:
        return None
    base, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    top, lines = _grid(most, HEIGHT)
    slot = (WIDTH - LEFT) / len(values)
    bars: list[Bar] = []
    labels: list[tuple[float, str]] = []
    for place, (label, below, value) in enumerate(values):
        height = round(room * value / top, 1)
        x = round(LEFT + place * slot, 1)
        bars.append(
            Bar(x, round(base - height, 1), round(slot * 0.8, 1), height, label, value)
        )
        if below:
            labels.append((x, below))
    return BarChart(bars, lines, labels)


def _grid(most: int, height: int) -> tuple[int, Sequence[tuple[float, int]]]:
    """Return the number at the top of a drawing, and its lines at round numbers."""
    step = round_step(most)
    top = step * math.ceil(most / step)
    base, room = height - _BOTTOM, height - _BOTTOM - _TOP
    numbers = range(0, top + 1, step)
    return top, [(round(base - room * each / top, 1), each) for each in numbers]


def round_step(most: int) -> int:
    """Return the distance of grid lines for numbers up to `most`: 1, 2 or 5 and zeros."""
    power: int = 10 ** int(math.log10(max(1, most / _LINES)))
    return next(n * power for n in (1, 2, 5, 10) if n * power * _LINES >= most)
