"""Marks in texts."""

import pytest

from warehouse.search.highlights import field_queries, parts
from warehouse.search.terms import parse


@pytest.mark.parametrize(
    ("text", "marks", "found"),
    [
        ("", (), []),
        ("abc", (), [("abc", False)]),
        ("abc", ((0, 3),), [("abc", True)]),
        ("a bc d", ((2, 4),), [("a ", False), ("bc", True), (" d", False)]),
        ("abcdefghijk", ((3, 9),), [("abc", False), ("defgh", True), ("…", False)]),
    ],
)
def test_texts_fall_into_marked_and_other_parts(text, marks, found):
    assert parts(text, marks, longest=8) == found


def test_each_text_is_asked_for_any_of_the_words():
    queries = field_queries(parse('yaml "two words"'))
    assert queries["name"] == "'yaml':A | 'two':A | 'words':A"
    assert queries["description"].count(":D") == 3
    assert "'import:yaml'" in queries["import"]
    assert "'command:yaml-two-words'" in queries["command"]
    assert set(field_queries(parse("")).values()) == {""}
