"""Differences of two texts, line by line."""

from time import monotonic

from warehouse.contents.line_differences import (
    MOST_COMPARED,
    added_in,
    opcodes_of,
    rows_of,
)

LATER = 5.0


def opcodes(former, latter, seconds=LATER):
    return opcodes_of(former, latter, monotonic() + seconds)


def drawn(former, latter):
    signs = {"same": " ", "added": "+", "removed": "-", "gap": "~"}
    rows = rows_of(opcodes(former, latter), former, latter)
    return [f"{signs[row.kind]}{row.text}" for row in rows]


def test_lines_around_a_change_are_shown_and_the_rest_is_a_gap():
    former = [*"abcdefgh", "old", *"ijklmnop"]
    latter = [*"abcdefgh", "new", *"ijklmnop"]
    shown = ["~", " f", " g", " h", "-old", "+new", " i", " j", " k", "~"]
    assert drawn(former, latter) == shown


def test_numbers_are_those_of_each_text():
    former, latter = list("abc"), list("xabc")
    rows = list(rows_of(opcodes(former, latter), former, latter))
    assert [(row.before, row.after) for row in rows] == [(None, 1), (1, 2), (2, 3), (3, 4)]


def test_lines_between_two_changes_are_shown_or_are_a_gap():
    middle = [str(number) for number in range(10)]
    assert drawn(["a", *middle, "b"], ["A", *middle, "B"]) == [
        *("-a", "+A", " 0", " 1", " 2", "~", " 7", " 8", " 9", "-b", "+B")
    ]
    assert drawn(["a", "x", "b"], ["A", "x", "B"]) == ["-a", "+A", " x", "-b", "+B"]


def test_new_lines_have_their_numbers():
    assert added_in(opcodes(["a", "b"], ["a", "x", "b", "y"])) == {2, 4}


def test_equal_beginnings_and_ends_are_not_searched():
    long = [str(number) for number in range(10 * MOST_COMPARED)]
    assert added_in(opcodes(long, [*long[:9], "x", *long[9:]])) == {10}


def test_differences_that_take_too_long_are_not_known():
    former = [f"a{number}" for number in range(MOST_COMPARED + 1)]
    assert opcodes(former, []) is None
    assert opcodes(["a", "b"], ["b", "a"], seconds=-1) is None
