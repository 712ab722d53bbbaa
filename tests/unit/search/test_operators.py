"""Operators in the text of a search."""

from datetime import datetime

import pytest

from warehouse.search.operators import READERS, read_operators
from warehouse.search.periods import Span, span_of
from warehouse.search.questions import read
from warehouse.search.tags import written


def day(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("license:MIT", ("license", "MIT")),
        ('classifier:"Framework :: Django"', ("classifier", "Framework :: Django")),
        ("python:3.12", ("python", "3.12")),
        ("has:wheel", ("wheels", "yes")),
        ("HAS:Types", ("has", "types")),
        ("has:sdist", ("has", "sdist")),
        ("is:archived", ("status", "archived")),
        ("is:yanked-latest", ("is", "yanked-latest")),
    ],
)
def test_operators_that_a_filter_says_too_become_filters(text, facet):
    question = read([("q", f"web {text} framework")])
    assert (question.text, question.facets) == ("web framework", (facet,))
    assert question.terms.wanted == ("web", "framework")
    assert read(question.parameters()) == question


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("import:YAML", ("import:yaml",)),
        ("import:google.cloud", ("import:google.cloud",)),
        ("command:black", ("command:black",)),
        ("keyword:web", ("keyword:web",)),
        ('keyword:"Machine  learning"', ("keyword:machine learning",)),
        ("depends:Zope_Interface", ("depends:zope-interface",)),
        ("provides:virtual", ("provides:virtual",)),
        ('author:"Jo von Doe"', ("author:jo", "author:von", "author:doe")),
    ],
)
def test_other_operators_stay_in_the_text(text, tags):
    question = read([("q", f"{text} web")])
    assert (question.text, question.said.tags) == (f"{text} web", tags)
    assert question.terms.wanted == ("web",)
    assert read(question.parameters()) == question


def test_a_hyphen_leaves_out_what_an_operator_finds():
    text = "web -license:MIT -depends:six -user:ann -import:yaml"
    question = read([("q", text)])
    assert question.text == text
    assert question.said.unwanted_facets == (("license", "MIT"),)
    assert question.said.unwanted_tags == ("depends:six", "import:yaml")
    assert question.said.unwanted_users == ("ann",)
    assert (question.terms.wanted, question.terms.unwanted) == (("web",), ())


@pytest.mark.parametrize(
    "text",
    [
        "has:nothing",
        "is:good",
        "python:x",
        "updated:soon",
        "depends:-",
        "import:a..b",
        "author:@@",
        "-updated:2026",
        "-namespace:a",
        "keyword:" + "x" * 101,
    ],
)
def test_values_without_a_meaning_are_words_and_told_of(text):
    said = read_operators(text)
    assert (said.said.unread, said.kept, said.words) == ((text,), text, text)
    assert read([("q", text)]).facets == ()


@pytest.mark.parametrize(
    "text", ['"license:MIT"', "xlicense:MIT", "license:", ":MIT", 'a"license:MIT"', "a:b"]
)
def test_other_words_with_a_colon_are_words(text):
    question = read([("q", text)])
    assert (question.text, question.facets, question.said.unread) == (text, (), ())


def test_operators_are_no_longer_than_a_search_may_be():
    for name in READERS:
        question = read([("q", f"{name}:{'x' * 900}")])
        assert question.said.tags == question.said.users == question.facets == ()
    many = read([("q", " ".join(f"import:a{n}" for n in range(90)))])
    assert len(many.said.tags) == 20


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        (">2026-01", "2026-02-01", None),
        (">=2026-01", "2026-01-01", None),
        ("<2026-12", None, "2026-12-01"),
        ("<=2025-12", None, "2026-01-01"),
        (">2024-02-28", "2024-02-29", None),
        ("2024..2025-06", "2024-01-01", "2025-07-01"),
    ],
)
def test_spans_of_time(text, begin, end):
    span = Span(begin and day(begin), end and day(end))
    assert span_of(text) == span
    assert read([("q", f"updated:{text}")]).said.span == span


@pytest.mark.parametrize(
    "text",
    ["", ">", "2026-13", "2026-02-30", "0000", "9999", ">2024..2025", "2024..x", "٢٠٢٦"],
)
def test_other_texts_are_no_spans_of_time(text):
    assert span_of(text) is None


def test_two_spans_are_what_is_in_both():
    span = read([("q", "updated:>=2024 updated:<2025")]).said.span
    assert span == Span(day("2024-01-01"), day("2025-01-01"))


def test_tags_are_written_as_postgresql_reads_them():
    assert written(["a:b'c", "d:\\e"], ["f:g"]) == "'a:b''c' & 'd:\\\\e' & !'f:g'"


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("", True),
        ("x", True),
        ("-x", False),
        ("-x import:y", True),
        ("-import:y", False),
        ("-x license:MIT", True),
        ("updated:2024", True),
        ("-license:MIT", False),
    ],
)
def test_to_leave_something_out_is_not_enough(text, finds):
    assert read([("q", text)]).finds is finds
