"""Texts of strangers by their lines: coloured within bounds, with nothing hidden."""

import time

import pytest

from warehouse.contents.lines import MOST_LINES, lines_of, plain_line, shown_lines


def texts(lines):
    return ["".join(piece.text for piece in line) for line in lines]


def test_a_known_name_is_coloured_and_every_line_stays_as_it_is():
    text = b'"""a\nb"""\n\n\nx = 1\n\n'
    lines = shown_lines("a/b.py", text)
    assert texts(lines) == ['"""a', 'b"""', "", "", "x = 1", ""]
    assert {"sd"} <= {piece.kind for piece in lines[0]}
    assert lines[1][0].kind == "sd"


@pytest.mark.parametrize("name", ["METADATA", "a.dist-info/entry_points.txt", "a.pth", "R"])
def test_other_names_are_read_as_what_they_are(name):
    assert texts(shown_lines(name, b"import a\r\nb = c\rd")) == ["import a", "b = c", "d"]


def test_a_text_that_keeps_a_lexer_busy_is_shown_without_colours():
    began = time.monotonic()
    text = b"x = 1\n" * 4_000
    lines = shown_lines("a.py", text, seconds=0)
    assert time.monotonic() - began < 10
    assert lines[0] == plain_line("x = 1")
    assert len(lines) == 4_000


def test_a_lexer_that_runs_out_of_memory_is_no_trouble():
    lines = shown_lines("a.py", b"a" * 1_000, memory=1024 * 1024)
    assert texts(lines) == ["a" * 1_000]


def test_no_more_lines_are_shown_than_a_page_has_room_for():
    assert len(shown_lines("x", b"\n" * 2 * MOST_LINES)) == MOST_LINES


def test_an_end_of_line_begins_no_line():
    assert lines_of("a\n\n") == ["a", ""]
    assert lines_of("") == []
