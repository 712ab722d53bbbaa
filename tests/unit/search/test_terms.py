"""Taking what somebody typed apart."""

import pytest

from warehouse.search.terms import MOST_TERMS, parse, slips


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted", "name"),
    [
        ("flask", ["flask"], [], "flask"),
        ("  Zope.Interface ", ["Zope", "Interface"], [], "zope-interface"),
        ("scikit-learn", ["scikit", "learn"], [], "scikit-learn"),
        ("http_client http", ["http", "client"], [], "http-client-http"),
        ('"command line" tool', ["command line", "tool"], [], None),
        ("'command line' tool", ["command line", "tool"], [], None),
        ('"command line', ["command line"], [], None),
        ("parser -xml", ["parser"], ["xml"], None),
        ('parser -"xml files"', ["parser"], ["xml files"], None),
        ("parser - xml", ["parser", "xml"], [], "parser-xml"),
        ("-xml", [], ["xml"], None),
        ("a or b", ["a", "or", "b"], [], "a-or-b"),
        ("größe", ["größe"], [], None),
        ("a\0b\x1b[31m", ["a", "b", "31m"], [], "a-b-31m"),
        ("%_*?\\ ( & | ! : <->", [], [], None),
        ('"" - -- -"" "', [], [], None),
        ("", [], [], None),
    ],
)
def test_a_text_is_parsed_into_wanted_and_unwanted_words(text, wanted, unwanted, name):
    terms = parse(text)
    assert list(terms.wanted) == wanted
    assert list(terms.unwanted) == unwanted
    assert terms.name == name


def test_every_word_is_quoted_for_the_database():
    assert parse('or "b c" -d').websearch == '"or" "b c" -"d"'


def test_very_many_words_are_too_many():
    terms = parse(" ".join(f"w{number}" for number in range(300)))
    assert len(terms.wanted) == MOST_TERMS
    assert terms.is_shortened
    assert terms.name is None
    assert not parse("a b").is_shortened


@pytest.mark.parametrize(
    ("text", "may_be"),
    [("reqests", True), ("abc", False), ("a b c d", False), ("beautiful soup", True)],
)
def test_short_and_long_texts_are_not_taken_for_misspelt(text, may_be):
    assert parse(text).may_be_misspelt is may_be


def test_slips_are_one_letter_away():
    found = set(slips("flask"))
    assert {"flsak", "flak", "flaask", "flssk", "fl-ask", "lfask"} <= found
    assert "flask" not in found
    assert "flaks1" not in found
