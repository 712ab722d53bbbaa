"""Lines of messages are broken where readers expect it."""

from warehouse.email.wrapping import wrapped

LETTER, STOP = "\u672c", "\u3002"


def test_lines_are_broken_at_spaces():
    text = " ".join(["word"] * 20)
    first, second = wrapped(text, "  ").split("\n")
    assert (len(first), second) == (69, "  " + " ".join(["word"] * 6))


def test_an_address_is_never_broken():
    address = "https://index.example/" + "x" * 100
    assert wrapped(f"a {address} b").split("\n") == ["a", address, "b"]


def test_letters_without_spaces_are_broken_between_each_other():
    lines = wrapped(LETTER * 40 + STOP, "  ").split("\n")
    assert lines == [LETTER * 36, "  " + LETTER * 4 + STOP]


def test_no_line_begins_with_a_full_stop():
    assert wrapped(LETTER * 36 + STOP).split("\n") == [LETTER * 35, LETTER + STOP]


def test_latin_words_among_such_letters_stay_whole():
    assert wrapped(LETTER * 34 + "warehouse").split("\n") == [LETTER * 34, "warehouse"]
