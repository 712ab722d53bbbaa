"""How two texts differ, line by line, within a bound of time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from warehouse.scanning.browsing import BoundedMatcher

MOST_COMPARED = 4_000
"""Lines of each side that are compared, besides those with which both begin and end."""

_AROUND = 3
Opcode = tuple[str, int, int, int, int]


@dataclass(frozen=True)
class Row:
    """A line of a difference, with its number in each text; a gap has neither."""

    kind: Literal["same", "added", "removed", "gap"]
    text: str
    before: int | None = None
    after: int | None = None


def opcodes_of(
    former: Sequence[str], latter: Sequence[str], until: float
) -> list[Opcode] | None:
    """Return which lines were kept, replaced, inserted and deleted; None if it is too much.

    What both begin with, and end with, is found without searching.
    """
    begin = _common(former, latter)
    end = _common(former[begin:][::-1], latter[begin:][::-1])
    middle = (former[begin : len(former) - end], latter[begin : len(latter) - end])
    if max(map(len, middle)) > MOST_COMPARED:
        return None
    try:
        found = BoundedMatcher(list(middle[0]), list(middle[1]), until).get_opcodes()
    except TimeoutError:
        return None
    moved: list[Opcode] = [
        (kind, a + begin, b + begin, c + begin, d + begin) for kind, a, b, c, d in found
    ]
    before = [("equal", 0, begin, 0, begin)] if begin else []
    last = (len(former) - end, len(former), len(latter) - end, len(latter))
    return [*before, *moved, *([("equal", *last)] if end else [])]


def added_in(opcodes: Sequence[Opcode]) -> set[int]:
    """Return the numbers of the lines that are new, from 1."""
    return {
        each + 1
        for kind, _, _, begin, end in opcodes
        if kind in ("insert", "replace")
        for each in range(begin, end)
    }


def rows_of(
    opcodes: Sequence[Opcode], former: Sequence[str], latter: Sequence[str]
) -> Iterator[Row]:
    """Yield the lines that differ, with a few around them and gaps between."""
    final = len(opcodes) - 1
    for position, (kind, a, b, c, d) in enumerate(opcodes):
        if kind == "equal":
            near = _near(a, b, position > 0, position < final)
            for number in near:
                yield _same(number, c - a, latter) if number >= 0 else Row("gap", "")
            continue
        yield from (Row("removed", former[n], before=n + 1) for n in range(a, b))
        yield from (Row("added", latter[n], after=n + 1) for n in range(c, d))


def _near(begin: int, end: int, follows: bool, precedes: bool) -> list[int]:
    """Return those of equal lines that are near to what differs; -1 is a gap."""
    first = range(begin, min(end, begin + _AROUND) if follows else begin)
    last = range(max(first.stop, end - _AROUND) if precedes else end, end)
    gap = [-1] if last.start > first.stop else []
    return [*first, *gap, *last]


def _same(number: int, shift: int, lines: Sequence[str]) -> Row:
    after = number + shift
    return Row("same", lines[after], before=number + 1, after=after + 1)


def _common(former: Sequence[str], latter: Sequence[str]) -> int:
    """Return with how many equal lines two texts begin."""
    pairs = zip(former, latter, strict=False)
    return next(
        (n for n, (a, b) in enumerate(pairs) if a != b), min(len(former), len(latter))
    )
