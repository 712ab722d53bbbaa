"""Parameters of a search become a question, and a question parameters."""

import pytest

from warehouse.search.errors import PageInvalid, QuestionTooLong
from warehouse.search.questions import Order, Since, read


def test_nothing_is_asked_for_everything():
    question = read([])
    assert (question.text, question.order, question.page) == ("", Order.RELEVANCE, 1)
    assert question.parameters() == []


def test_a_question_is_asked_again_by_its_own_parameters():
    given = [
        ("q", "web"),
        ("c", "Framework :: Django"),
        ("c", "Topic :: Internet"),
        ("license", "MIT"),
        ("python", "3.12"),
        ("wheels", "yes"),
        ("status", "active"),
        ("updated", "month"),
        ("o", "-created"),
        ("page", "3"),
    ]
    question = read(given)
    assert question.parameters(3) == given
    assert question.since is Since.MONTH
    assert read(question.parameters(3)) == question


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("has:provenance", ""),
        ("web HAS:Provenance framework", "web framework"),
        ('"a web" has:provenance', '"a web"'),
        ("has:provenance has:provenance x", "x"),
    ],
)
def test_a_qualifier_in_the_text_is_a_filter(text, rest):
    question = read([("q", text)])
    assert (question.text, question.facets) == (rest, (("has", "provenance"),))
    assert read(question.parameters()) == question


@pytest.mark.parametrize(
    ("text", "rest", "namespace"),
    [
        ("namespace:Foo_Bar", "", "foo-bar"),
        ("web namespace:foo has:provenance x", "web x", "foo"),
        ("namespace:foo namespace:bar", "", "bar"),
        ('"namespace:foo"', '"namespace:foo"', ""),
        ("namespace:-foo", "namespace:-foo", ""),
        ("namespace:", "namespace:", ""),
    ],
)
def test_a_namespace_in_the_text_narrows(text, rest, namespace):
    question = read([("q", text)])
    assert (question.text, question.namespace) == (rest, namespace)
    assert read(question.parameters()) == question
    assert question.without("namespace").namespace == ""


@pytest.mark.parametrize("text", ['"has:provenance"', "has:provenances", "xhas:provenance"])
def test_other_words_are_words(text):
    assert (read([("q", text)]).text, read([("q", text)]).facets) == (text, ())


def test_one_thing_is_changed():
    question = read([("q", "x"), ("c", "A"), ("c", "B"), ("updated", "week")])
    assert question.without("classifier", "A").chosen("classifier") == ("B",)
    assert question.without("updated").since is None
    assert question.ordered(Order.NAME).parameters()[-1] == ("o", "name")


def test_unknown_parameters_are_ignored():
    given = [("o", "size"), ("updated", "ever"), ("utm_source", "x"), ("c", " ")]
    assert read(given) == read([])


@pytest.mark.parametrize("page", ["", "0", "-1", "x", "1.5", "٣", "1" + "0" * 4000 + "x"])
def test_pages_are_numbers(page):
    with pytest.raises(PageInvalid):
        read([("page", page)])


def test_a_page_beyond_all_others_is_a_number():
    assert read([("page", "9" * 5000)]).page == 999_999


def test_texts_have_a_limit():
    assert len(read([("q", "x" * 1000)]).text) == 1000
    with pytest.raises(QuestionTooLong):
        read([("q", "x" * 1001)])


def test_very_many_filters_are_too_many():
    assert len(read([("c", str(n)) for n in range(500)]).facets) == 20
