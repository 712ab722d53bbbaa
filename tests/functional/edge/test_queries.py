"""The parameters that a view reads are part of the key of what it answers; no others."""

from urllib.parse import quote

import pytest


@pytest.fixture
def edge(start_edge):
    return start_edge(include="tests.functional.edge.asking")


def asked(edge, query):
    return edge.get(f"/asking/?{query}").body.decode()


def test_each_query_has_an_answer_of_its_own(edge):
    for _ in range(2):
        assert asked(edge, "q=a") == "[('q', 'a')]"
        assert asked(edge, "q=b&page=2") == "[('page', '2'), ('q', 'b')]"
        assert asked(edge, "q=") == "[('q', '')]"
        assert asked(edge, "") == "[]"
    assert edge.tally["hit"] == 4


def test_the_same_question_has_one_answer_however_it_is_put(edge):
    said = "[('c', '2'), ('c', '1'), ('q', 'a b&ä')]"
    edge.tally.clear()
    for query in (
        "q=a+b%26%C3%A4&c=2&c=1",
        "c=2&q=a%20b%26%c3%a4&c=1",
        "utm=x&c=2&c=1&q=a+b%26%C3%A4&_LOCALE_=de&qq=1&Q=2",
    ):
        assert asked(edge, query) == said
    assert edge.tally["filled"] == 1
    assert asked(edge, "c=1&c=2&q=a+b%26%C3%A4") != said


def test_a_long_question_is_answered_and_not_kept(edge):
    edge.tally.clear()
    for _ in range(3):
        assert asked(edge, f"q={'x' * 499}") == f"[('q', '{'x' * 499}')]"
        assert asked(edge, f"q={quote('ä' * 100)}").count("ä") == 100
    assert edge.tally["filled"] == 0
    assert asked(edge, f"x={'x' * 900}&q=1") == "[('q', '1')]"
    assert edge.tally["filled"] == 1


def test_bytes_that_mean_nothing_are_refused(edge):
    for query in ("q=%ff", "%ff=1", "x=%ff"):
        for _ in range(2):
            assert edge.get(f"/asking/?{query}").status == 400
