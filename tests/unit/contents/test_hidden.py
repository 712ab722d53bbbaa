"""Hidden characters are shown by their numbers, in texts and names by one rule."""

import sys
import unicodedata

import pytest

from warehouse.contents.hidden import HIDDEN, visible
from warehouse.contents.lines import ODD, plain_line

CLASSES = {
    "a control": "\x00",
    "the escape of terminals": "\x1b",
    "a control of C1": "\x85",
    "a soft hyphen": "\xad",
    "no width": "\u200b",
    "right to left": "\u202e",
    "an isolate": "\u2066",
    "a byte order mark": "\ufeff",
    "a separator of lines": "\u2028",
    "a separator of paragraphs": "\u2029",
    "private use": "\ue000",
    "private use of another plane": "\U000f0000",
    "a surrogate": "\ud800",
    "a tag": "\U000e0041",
    "a selector of variants": "\ufe00",
    "a selector beyond the first": "\U000e0100",
    "the last of the selectors": "\U000e01ef",
    "a filler of Hangul": "\u3164",
    "a joiner of graphemes": "\u034f",
    "no character yet": "\u2065",
}
HIDDEN_CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


@pytest.mark.parametrize("odd", CLASSES.values(), ids=CLASSES)
def test_a_hidden_character_is_shown_by_its_number(odd):
    number = f"U+{ord(odd):04X}"
    assert visible(f"a{odd}b") == f"a[{number}]b"
    first, mark, last = plain_line(f"a{odd}b")
    assert (first.text, last.text) == ("a", "b")
    assert (mark.kind, mark.text) == (ODD, number)


def test_all_characters_of_the_categories_are_hidden():
    seen = [
        f"U+{number:04X}"
        for number in range(sys.maxunicode + 1)
        if unicodedata.category(chr(number)) in HIDDEN_CATEGORIES
        and HIDDEN.match(chr(number)) is None
    ]
    assert seen == ["U+0009", "U+000A"]


@pytest.mark.parametrize("text", ["\t\n", "aé文א", "e\u0301", "✔\ufe0f 1\ufe0f\u20e3"])
def test_characters_that_are_seen_stay(text):
    assert visible(text) == text


@pytest.mark.parametrize("text", ["a\ufe0f", "☺\ufe0f\ufe0f", "\ufe0f"])
def test_a_selector_of_emoji_that_follows_none_is_hidden(text):
    assert visible(text).endswith("[U+FE0F]")
